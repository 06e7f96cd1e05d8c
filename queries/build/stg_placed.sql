-- For each body and metric the figure that is placed among peers: of the latest year in which three bodies of its level report
-- likewise, else the latest in which another does; of one year that which most report, then of the widest scope. Bodies that
-- report on the same area count once.
with variants as (
    select *, rowid as place, false as settled from stg_compared where for_all and scope <> 'sample' and months is not null
    union all
    select *, rowid as place, true as settled from stg_compared where for_settled and scope <> 'sample' and months is not null
),

cells as (
    select cell, settled, if(any_value(whole_area), count(distinct region_code), count(*)) as reported
    from variants
    group by cell, settled
    having reported > 1
),

chosen as (
    select
        variants.settled,
        arg_min(variants.place, (cells.reported < 3, -variants.year, -cells.reported, variants.scope, variants.fact_id)) as place
    from variants
    inner join cells on variants.cell = cells.cell and variants.settled = cells.settled
    group by variants.agency_id, variants.metric_id, variants.settled
)

select compared.cell, chosen.settled, chosen.place
from chosen
inner join stg_compared as compared on chosen.place = compared.rowid
