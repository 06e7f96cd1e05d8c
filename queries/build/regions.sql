-- within: the region itself and all above it, so that a chosen region finds what lies below.
select
    region_code::region_code as region_code,
    name_zh,
    short_zh,
    pinyin,
    name_en,
    level::admin_level as level,
    parent_code,
    province_code::region_code as province_code,
    within,
    tile_row,
    tile_col,
    demonstration
from raw_regions
order by region_code
