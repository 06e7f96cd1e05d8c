-- The provinces with their places on the tile grid.
with placed as (
    select region_code, name_zh, name_en, tile_row, tile_col
    from edition.regions
    where tile_row is not null and tile_col is not null
)

select * from placed order by region_code
