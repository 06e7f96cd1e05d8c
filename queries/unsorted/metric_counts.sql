-- How much there is of each metric, counted over all facts.
with found as (
    select metric_id, agency_id, year, scope, baseline, months
    from edition.facts
    where
        (len($regions) = 0 or region_code in (select region_code from edition.regions where list_has_any(within, $regions)))
        and (len($statuses) = 0 or status in $statuses)
        and (not demonstration or len($regions) > 0)
),

lines as (
    select metric_id, count(distinct year) as years
    from found
    group by metric_id, agency_id, scope, baseline, months
),

counted as (
    select
        metric_id,
        count(*) as figures,
        count(distinct agency_id) as agencies,
        (select max(lines.years) from lines where lines.metric_id = found.metric_id) as years
    from found
    group by metric_id
)

select * from counted order by metric_id
