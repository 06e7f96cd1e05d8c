-- The first $most of the figures that the filters let through, with what a table shows of them: what a browser is sent.
with found as (
    select
        fact_id,
        metric_zh,
        metric_en,
        kind,
        unit,
        agency_en,
        agency_short_zh,
        subject_zh,
        subject_en,
        admin_level,
        scope,
        period_start,
        period_end,
        baseline,
        value,
        value_max,
        qualifier,
        evidence,
        status,
        scope_assumed,
        source_title
    from question.facts_found
    order by metric_id, region_code, period_start, period_end, scope, baseline nulls first, value, fact_id
    limit $most
)

select * from found
