-- The figures of some lines ($agencies, $keys: series_group) in some years, the one that stands for its body first (see
-- build/stg_compared.sql).
with found as (
    select agency_id, series_group, year, fact_id
    from edition.facts
    where
        metric_id::varchar = $metric
        and agency_id in $agencies
        and series_group in $keys
        and year in $years
        and (not $settled or status <> 'unverified')
    order by period_end desc nulls last, status = 'unverified', published_on desc nulls last, fact_id
)

select * from found
