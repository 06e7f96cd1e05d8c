-- The figures of some comparable groups and years ($keys and $years, pair by pair) of the bodies of one level, all that were
-- published: which of them counts for whom is decided by who looks (analysis/peers.py).
with pairs as (
    select unnest($keys) as comparison_group, unnest($years)::integer as year
),

beside as (
    select
        facts.* exclude (
            topic, dimension, additive, province_code, method, confidence, rule, report_id, page, span_start, span_end, evidence,
            source_url, note, caveats
        )
    from edition.facts as facts
    inner join pairs on facts.comparison_group = pairs.comparison_group and facts.year = pairs.year
    where
        facts.metric_id::varchar in $metrics
        and facts.admin_level::varchar = $level
        and facts.demonstration = $demonstration
        and facts.value is not null
        and (len($statuses) = 0 or facts.status in $statuses)
)

select * from beside
order by metric_id, region_code, period_start, period_end, scope, baseline nulls first, value, fact_id
