-- How many agencies stand beside each other in one year, for each of some metrics, in some regions and of some statuses: at most,
-- in the year in which most of them have their latest figure. Of other years the figures need not be looked at.
with held as (
    select metric_id, last_year, count(*) as agencies
    from question.holdings_found
    where (len($metrics) = 0 or metric_id in $metrics)
    group by metric_id, last_year
),

latest as (
    select metric_id, arg_max(last_year, (agencies, last_year)) as year
    from held
    group by metric_id
),

found as (
    select metric_id, agency_id, scope, baseline, months, admin_level
    from edition.facts
    where
        year = (select latest.year from latest where latest.metric_id = facts.metric_id)
        and months is not null
        and (len($metrics) = 0 or metric_id in $metrics)
        and (len($regions) = 0 or region_code in (select region_code from edition.regions where list_has_any(within, $regions)))
        and (len($statuses) = 0 or status in $statuses)
        and (not demonstration or len($regions) > 0)
),

beside as (
    select metric_id, count(distinct agency_id) as agencies
    from found
    group by metric_id, scope, baseline, months, admin_level
),

counted as (
    select metric_id, max(agencies) as comparable
    from beside
    group by metric_id
)

select * from counted order by metric_id
