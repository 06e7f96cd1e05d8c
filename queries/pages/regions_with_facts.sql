-- The regions that hold figures, or have some below them.
with below as (
    select distinct region_code, province_code from edition.facts
),

named as (
    select region_code from below
    union
    select province_code as region_code from below
)

select * from named order by region_code
