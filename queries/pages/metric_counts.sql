-- How many figures of how many agencies each metric has, in some regions and of some statuses, and how many agencies at most
-- can be compared in one year (`comparable`) and of how many years one agency has comparable figures (`years`); metrics without any figure are left out.
with found as (
    select metric_id, agency_id, year, scope, baseline, months, admin_level
    from edition.facts
    where
        (len($regions) = 0 or region_code in (select region_code from edition.regions where list_has_any(within, $regions)))
        and (len($statuses) = 0 or status in $statuses)
        and (not demonstration or len($regions) > 0)
),

alike as (
    select metric_id, count(distinct agency_id) as agencies
    from found
    group by metric_id, year, scope, baseline, months, admin_level
),

best as (
    select metric_id, max(agencies) as comparable from alike group by metric_id
),

lines as (
    select metric_id, count(distinct year) as years
    from found
    group by metric_id, agency_id, scope, baseline, months
),

longest as (
    select metric_id, max(years) as years from lines group by metric_id
),

counted as (
    select
        metric_id,
        count(*) as figures,
        count(distinct agency_id) as agencies,
        min(year) as first_year,
        max(year) as last_year
    from found
    group by metric_id
),

joined as (
    select counted.*, best.comparable, longest.years
    from counted
    inner join best on counted.metric_id = best.metric_id
    inner join longest on counted.metric_id = longest.metric_id
)

select * from joined order by metric_id
