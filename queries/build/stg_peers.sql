-- Whom a placed figure is compared with: the subjects of its cell, one figure each (see stg_compared.sql).
with cells as (
    select distinct cell, settled from stg_placed
)

select
    compared.rowid as place,
    compared.fact_row,
    cells.settled,
    compared.cell,
    compared.value,
    if(compared.better = 'down', compared.value, -compared.value) as turned_value,
    compared.status = 'unverified' as unverified,
    compared.qualifier <> 'exact' as approximate
from stg_compared as compared
inner join cells
    on compared.cell = cells.cell and if(cells.settled, compared.for_settled, compared.for_all)
