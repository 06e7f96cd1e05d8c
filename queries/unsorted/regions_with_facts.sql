-- The regions that hold figures, or have some below them.
with holding as (
    select distinct region_code from edition.facts
),

reached as (
    select distinct unnest(regions.within) as region_code
    from edition.regions as regions
    inner join holding on regions.region_code = holding.region_code
),

named as (
    select regions.* exclude (within)
    from edition.regions as regions
    inner join reached on regions.region_code = reached.region_code
)

select * from named order by region_code
