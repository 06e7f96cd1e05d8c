-- A region and all below it.
with found as (
    select region_code from edition.regions where list_contains(within, $region)
)

select * from found
