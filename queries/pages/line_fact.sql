-- The figure of a line ($agency, $key: series_group) in a year that stands for its body (see build/stg_compared.sql).
with found as (
    select fact_id
    from edition.facts
    where
        metric_id::varchar = $metric
        and agency_id::varchar = $agency
        and series_group::varchar = $key
        and year = $year
        and (not $settled or status <> 'unverified')
    order by period_end desc nulls last, status = 'unverified', published_on desc nulls last, fact_id
    limit 1
)

select * from found
