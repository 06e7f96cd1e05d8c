-- The bodies that a profile can be asked for, with how many figures each has; `inside` are those of the chosen regions.
-- Invented bodies are offered only where their own region, or one of them, is asked for.
with counted as (
    select agency_id, sum(figures)::bigint as figures from edition.holdings group by agency_id
),

placed as (
    select
        agencies.* exclude (aliases),
        regions.name_zh as region_zh,
        regions.name_en as region_en,
        counted.figures,
        len($regions) = 0 or list_has_any(regions.within, $regions) as inside
    from edition.agencies as agencies
    inner join counted on agencies.agency_id = counted.agency_id
    inner join edition.regions as regions on agencies.region_code = regions.region_code
),

offered as (
    select * from placed
    where not demonstration or agency_id::varchar = $asked or (inside and len($regions) > 0)
)

select * from offered order by inside desc, region_code, figures desc, agency_id
