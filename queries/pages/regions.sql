-- The regions that have figures of their own, with how many.
with counted as (
    select region_code, sum(figures)::bigint as facts, count(distinct agency_id) as agencies
    from edition.holdings
    group by region_code
),

named as (
    select regions.* exclude (within), counted.facts, counted.agencies
    from edition.regions as regions
    inner join counted on regions.region_code = counted.region_code
)

select * from named order by region_code
