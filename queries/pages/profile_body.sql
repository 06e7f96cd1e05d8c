-- One body, with how many bodies of its level have any figure: real ones beside real ones, invented beside invented.
with named as (
    select
        agencies.* exclude (aliases),
        regions.name_zh as region_zh,
        regions.name_en as region_en
    from edition.agencies as agencies
    inner join edition.regions as regions on agencies.region_code = regions.region_code
    where agencies.agency_id::varchar = $agency
),

level_mates as (
    select count(distinct agency_id) as bodies
    from edition.holdings
    where
        admin_level = (select admin_level from named)
        and demonstration = (select demonstration from named)
        and (len($statuses) = 0 or 'unverified' in $statuses or figures > unverified)
),

described as (
    select named.*, level_mates.bodies from named, level_mates
)

select * from described
