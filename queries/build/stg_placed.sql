-- For each body and metric the figure that is placed among peers: of the latest year in which three bodies of its level report
-- likewise, else the latest in which another does; of one year that which most report, then of the widest scope. Bodies that
-- report on the same area count once.
with areas as (
    select
        cell,
        any_value(whole_area) as whole_area,
        count_if(for_all) as figures,
        count_if(for_settled) as settled_figures
    from stg_compared
    where scope <> 'sample' and months is not null
    group by cell, region_code
),

cells as (
    select
        cell,
        if(any_value(whole_area), count_if(figures > 0), sum(figures)) as reported,
        if(any_value(whole_area), count_if(settled_figures > 0), sum(settled_figures)) as settled_reported
    from areas
    group by cell
),

reporting as (
    select
        compared.agency_id,
        compared.metric_id,
        compared.rowid as place,
        compared.for_all and cells.reported > 1 as among_all,
        compared.for_settled and cells.settled_reported > 1 as among_settled,
        (cells.reported < 3, -compared.year, -cells.reported, compared.scope, compared.fact_id) as turn,
        (cells.settled_reported < 3, -compared.year, -cells.settled_reported, compared.scope, compared.fact_id) as settled_turn
    from stg_compared as compared
    inner join cells on compared.cell = cells.cell
    where compared.scope <> 'sample' and compared.months is not null
),

firsts as (
    select
        arg_min(place, turn) filter (where among_all) as place,
        arg_min(place, settled_turn) filter (where among_settled) as settled_place
    from reporting
    group by agency_id, metric_id
),

chosen as (
    select place, false as settled from firsts
    union all
    select settled_place as place, true as settled from firsts
)

select compared.cell, chosen.settled, chosen.place
from chosen
inner join stg_compared as compared on chosen.place = compared.rowid
