select
    agency_id::agency_id as agency_id,
    name_zh,
    name_en,
    short_zh,
    aliases,
    region_code::region_code as region_code,
    admin_level::admin_level as admin_level,
    body_kind::body_kind as body_kind,
    listed,
    demonstration
from raw_agencies
order by agency_id
