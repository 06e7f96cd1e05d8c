-- How many agencies at most stand beside each other in one year, for each metric in some regions and of some statuses.
with found as (
    select metric_id, agency_id, year, scope, baseline, months, admin_level
    from edition.facts
    where
        (len($regions) = 0 or region_code in (select region_code from edition.regions where list_has_any(within, $regions)))
        and (len($statuses) = 0 or status in $statuses)
        and (not demonstration or len($regions) > 0)
),

beside as (
    select metric_id, count(distinct agency_id) as agencies
    from found
    group by metric_id, year, scope, baseline, months, admin_level
),

counted as (
    select metric_id, max(agencies) as comparable
    from beside
    group by metric_id
)

select * from counted order by metric_id
