-- How much a region's own bodies have of each metric, all of it or what is settled: figures, and how long the longest line of one
-- body is (`years`).
with held as (
    select
        metric_id,
        sum(if($settled, figures - unverified, figures))::integer as figures,
        max(if($settled, settled_years, years)) as years
    from edition.holdings
    where region_code::varchar = $region and (not $settled or figures > unverified)
    group by metric_id
)

select * from held
