-- Median, lowest and highest value of a comparable group ($across bodies or years) by year, one figure a body (see
-- build/stg_compared.sql).
with chosen as (
    select year, value
    from edition.facts
    where
        metric_id::varchar = $metric
        and if($across = 'bodies', comparison_group, series_group) in $keys
        and (len($regions) = 0 or region_code in (select region_code from edition.regions where list_has_any(within, $regions)))
        and (len($levels) = 0 or admin_level in $levels)
        and (len($statuses) = 0 or status in $statuses)
        and (not demonstration or len($regions) > 0)
    qualify row_number() over (
        partition by agency_id, year
        order by period_end desc, status = 'unverified', published_on desc nulls last, fact_id
    ) = 1
),

counted as (
    select year, median(value) as median, min(value) as lowest, max(value) as highest
    from chosen
    group by year
)

select * from counted order by year
