-- Every numeral of the reports whose id begins with $beginning: the year in the title, the facts, and one that no metric claims.
with texts as (
    select report_id, text, length(text) as ends, gen_reports.* exclude (report_id)
    from gen_texts
    inner join gen_reports using (report_id)
    where starts_with(report_id, $beginning)
),

numerals as (
    select
        report_id, span_start, span_end, 'metric' as role, value, value_max, qualifier, unit, value_as_written, unit_as_written,
        value_as_written || if(qualifier = 'more_than', '余', '') || unit_as_written as text, metric_id, scope, period_start,
        period_end, baseline, confidence, rule, '' as reason, []::varchar[] as runners_up, caveats, fact_id
    from edition.facts
    where starts_with(report_id, $beginning)
    union all by name
    select
        report_id, length(name_zh) as span_start, length(name_zh) + 6 as span_end, 'date' as role,
        'exact' as qualifier,
        year::varchar as value_as_written, '' as unit_as_written, year || '年度' as text, 'date' as reason,
        []::varchar[] as runners_up
    from texts
    union all by name
    select
        report_id,
        (2 + hash(report_id) % 90)::varchar as value_as_written,
        ends - 2 - length(value_as_written) as span_start,
        ends - 1 as span_end,
        'quantity' as role,
        value_as_written::double as value,
        'exact' as qualifier,
        'item' as unit,
        '件' as unit_as_written,
        value_as_written || '件' as text,
        '' as reason,
        if(hash(report_id) % 20 = 0, ['administration.proposals 0.4 其他'], []) as runners_up
    from texts
),

mentions as (
    select
        * exclude (caveats),
        row_number() over (partition by report_id order by span_start) as ordinal,
        1 + span_start // 1200 as page,
        coalesce(caveats, []) as notes,
        []::double[] as corners
    from numerals
)

select * from mentions
order by report_id, ordinal
