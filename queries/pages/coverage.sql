-- Which figures there are, without their values: for the grids of who reported what.
with found as (
    select agency_id, metric_id, year, status, fact_id
    from edition.facts
    where
        (len($regions) = 0 or region_code in (select region_code from edition.regions where list_has_any(within, $regions)))
        and (len($topics) = 0 or topic in $topics)
        and (len($statuses) = 0 or status in $statuses)
        and (not demonstration or len($regions) > 0)
)

select * from found order by agency_id, metric_id, year, fact_id
