-- The facts as an edition holds them, in its order. Ids are spread like the real ones and never meet: an odd number times the
-- place of a fact, in 64 bits. $held facts were made before these.
with ended as (
    select report, sum(length) as length from gen_ended group by report
),

ordered as (
    select
        stated.*,
        bodies.* exclude (body),
        row_number() over (
            order by
                stated.metric, bodies.region_code, period_start, period_end, scope::edition.scope, baseline nulls first, value,
                stated.body
        ) as place
    from gen_stated as stated
    inner join gen_named as bodies on stated.body = bodies.body
),

told as (
    select
        *,
        words_before || words || '；' as words_in_all,
        sum(length(words_in_all)) over (partition by report order by place) - length(words_in_all) as words_ahead
    from ordered
),

placed as (
    select
        told.*,
        reports.report_id,
        reports.title,
        reports.published_on as reported_on,
        length(reports.title) + 1 + coalesce(ended.length, 0) + words_ahead + length(words_before) as starts
    from told
    left join gen_reports as reports on told.report = reports.report
    left join ended on told.report = ended.report
),

facts as (
    select
        'f' || lower(lpad(
            to_hex(((($held + place)::hugeint * 11400714819323198485) % 18446744073709551616)::ubigint), 16, '0'
        )) as fact_id,
        metrics.* exclude (metric),
        placed.* exclude (
            place, metric, metric_id, topic, kind, unit, unit_zh, body, turn, offset_year, words, words_in_all, words_before,
            words_ahead, chance_origin, chance_status, reported, recorded, report, title, starts, report_id, reported_on
        ),
        if(period_start = period_end, 0, if(turn = 2, 6, 12)) as months,
        words_in_all as evidence,
        if(recorded, 'transcribed', if(chance_status < 0.02, 'corrected', 'extracted')) as method,
        case
            when reported and recorded then 'verified'
            when recorded then if(chance_status < 0.6, 'verified', 'unverified')
            when chance_status < 0.02 then 'corrected'
            when chance_status < 0.09 then 'confirmed'
            else 'extracted'
        end as status,
        if(reported, round(1 - 0.6 * chance_status ** 8, 2), null) as confidence,
        if(reported, '{' || metrics.metric_zh || '}', null) as rule,
        report_id,
        if(reported, 1 + starts // 1200, null)::integer as page,
        if(reported, starts, null)::integer as span_start,
        if(reported, starts + length(words), null)::integer as span_end,
        if(reported, title, agency_zh || '：' || year || '年有关数据（示例）') as source_title,
        if(reported, null, format('https://example.invalid/{}/{}.html', agency_id, year)) as source_url,
        case when reported then 'report' when status = 'verified' then 'official' else 'repost' end as source_kind,
        if(reported, reported_on, make_date(year + 1, 3, 1)) as published_on,
        list_sort(if(months between 1 and 11, ['part_of_year'], []) || if(chance_status > 0.9, ['scope_assumed'], [])) as caveats,
        if(reported and recorded, 2, 1) as source_count,
        false as demonstration,
        chance_status > 0.9 as scope_assumed
    from placed
    inner join gen_measured as metrics on placed.metric = metrics.metric
)

select * from facts
order by metric_id, region_code, period_start, period_end, scope, baseline nulls first, value, fact_id
