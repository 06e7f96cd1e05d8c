-- The residents of regions on the days of a census.
with counted as (
    select region_code, date, population, source_title from edition.population
)

select * from counted order by region_code, date
