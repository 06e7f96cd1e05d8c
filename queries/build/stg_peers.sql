-- Whom a placed figure is compared with: the bodies of its cell, one figure a body and, where the scope is a whole area, one an
-- area, the preferred one (see stg_compared.sql). A figure that is not the first of its area is compared as if it were: for it
-- the cell stands once more, with that figure as its `subject`.
with cells as (
    select distinct cell, settled from stg_placed
),

reporting as (
    select
        compared.rowid as place,
        cells.settled,
        compared.cell,
        compared.region_code,
        compared.whole_area,
        compared.period_end,
        compared.published_on,
        compared.fact_id,
        compared.value,
        if(compared.better = 'down', compared.value, -compared.value) as turned_value,
        compared.status = 'unverified' as unverified,
        compared.qualifier <> 'exact' as approximate
    from stg_compared as compared
    inner join cells
        on compared.cell = cells.cell and if(cells.settled, compared.for_settled, compared.for_all)
),

shared_areas as (
    select cell, settled, region_code
    from reporting
    where whole_area
    group by cell, settled, region_code
    having count(*) > 1
),

later as (
    select place, settled, cell, region_code
    from reporting
    semi join shared_areas using (cell, settled, region_code)
    qualify row_number() over (
        partition by cell, settled, region_code order by period_end desc, unverified, published_on desc nulls last, fact_id
    ) > 1
),

firsts as (
    select * from reporting anti join later using (place, settled)
),

peers as (
    select *, null::bigint as subject from firsts
    union all
    select firsts.*, later.place as subject
    from later
    inner join firsts on later.cell = firsts.cell and later.settled = firsts.settled and later.region_code <> firsts.region_code
    union all
    select *, place as subject from reporting semi join later using (place, settled)
)

select * from peers
