-- The bodies of the catalogue, with how many figures each has, and how many bodies of its level have any (`bodies`) or any
-- settled one (`settled_bodies`), in how many regions: real ones beside real ones, invented beside invented.
with counted as (
    select agency_id, sum(figures)::bigint as figures from edition.holdings group by agency_id
),

level_mates as (
    select
        admin_level,
        demonstration,
        count(distinct agency_id) as bodies,
        count(distinct agency_id) filter (where figures > unverified) as settled_bodies,
        count(distinct region_code) as level_regions,
        count(distinct region_code) filter (where figures > unverified) as settled_regions
    from edition.holdings
    group by admin_level, demonstration
),

named as (
    select
        agencies.* exclude (aliases),
        regions.name_zh as region_zh,
        regions.name_en as region_en,
        regions.within,
        coalesce(counted.figures, 0) as figures,
        coalesce(level_mates.bodies, 0) as bodies,
        coalesce(level_mates.settled_bodies, 0) as settled_bodies,
        coalesce(level_mates.level_regions, 0) as level_regions,
        coalesce(level_mates.settled_regions, 0) as settled_regions
    from edition.agencies as agencies
    inner join edition.regions as regions on agencies.region_code = regions.region_code
    left join counted on agencies.agency_id = counted.agency_id
    left join level_mates
        on agencies.admin_level = level_mates.admin_level and agencies.demonstration = level_mates.demonstration
)

select * from named order by region_code, figures desc, agency_id
