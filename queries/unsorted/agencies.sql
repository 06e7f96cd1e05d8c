-- The agencies that have figures, with how many and of which years.
with counted as (
    select agency_id, count(*) as facts, min(year) as first_year, max(year) as last_year
    from edition.facts
    group by agency_id
),

named as (
    select
        agencies.*,
        regions.name_zh as region_zh,
        regions.name_en as region_en,
        counted.facts,
        counted.first_year,
        counted.last_year
    from edition.agencies as agencies
    inner join counted on agencies.agency_id = counted.agency_id
    inner join edition.regions as regions on agencies.region_code = regions.region_code
)

select * from named order by region_code, agency_id
