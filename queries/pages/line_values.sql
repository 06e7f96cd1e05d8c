-- The values of some lines ($agencies, $keys: series_group) by year, one a year (see build/stg_compared.sql).
with found as (
    select agency_id, series_group, year, value
    from edition.facts
    where
        metric_id::varchar in $metrics
        and agency_id::varchar in $agencies
        and series_group in $keys
        and value is not null
        and months is not null
        and (not $settled or status <> 'unverified')
    qualify row_number() over (
        partition by agency_id, series_group, year
        order by period_end desc, status = 'unverified', published_on desc nulls last, fact_id
    ) = 1
)

select * from found order by agency_id, series_group, year
