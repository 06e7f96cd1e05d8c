-- The regions, each with its own code and those of all above it.
with found as (
    select region_code, within from edition.regions
)

select * from found order by region_code
