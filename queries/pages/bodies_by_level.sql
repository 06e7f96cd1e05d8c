-- How many agencies of each level have any figure in some regions: against whom "so many of so many reported" is said.
with found as (
    select distinct agency_id, admin_level
    from edition.holdings
    where
        (len($regions) = 0 or region_code in (select region_code from edition.regions where list_has_any(within, $regions)))
        and (not demonstration or len($regions) > 0)
),

counted as (
    select admin_level, count(*) as bodies from found group by admin_level
)

select * from counted order by admin_level
