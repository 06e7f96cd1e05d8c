-- The bodies as facts name them, in the types of an edition.
select
    bodies.body,
    bodies.agency_id::edition.agency_id as agency_id,
    bodies.name_zh::edition.agency_zh as agency_zh,
    bodies.name_en::edition.agency_en as agency_en,
    bodies.short_zh::edition.agency_short as agency_short_zh,
    bodies.admin_level::edition.admin_level as admin_level,
    bodies.body_kind::edition.body_kind as body_kind,
    regions.region_code,
    regions.name_zh::edition.region_zh as region_zh,
    regions.name_en::edition.region_en as region_en,
    regions.province_code
from gen_bodies as bodies
inner join edition.regions as regions on bodies.region_code = regions.region_code::varchar
