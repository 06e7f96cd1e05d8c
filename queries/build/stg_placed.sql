-- For each body and metric the figure that is placed among peers: of the latest year in which three subjects of its level are
-- reported on likewise, else the latest in which another is; of one year that which most report, then of the widest scope. Where
-- several bodies publish about one subject, its figure is that of each of them.
with cells as (
    select
        cell,
        count_if(for_all) as reported,
        count_if(for_settled) as settled_reported
    from stg_compared
    where scope <> 'sample' and months is not null
    group by cell
),

published as (
    select rowid as place, * from stg_compared
    union all by name
    select
        compared.rowid as place,
        compared.* replace (
            publishers.agency_id as agency_id, compared.for_settled and publishers.has_settled as for_settled
        )
    from stg_compared as compared
    inner join stg_publishers as publishers using (series_group, subject_id, demonstration)
    where compared.agency_id <> publishers.agency_id
),

reporting as (
    select
        published.agency_id,
        published.metric_id,
        published.place,
        published.for_all and cells.reported > 1 as among_all,
        published.for_settled and cells.settled_reported > 1 as among_settled,
        (cells.reported < 3, -published.year, -cells.reported, published.scope, published.fact_id) as turn,
        (cells.settled_reported < 3, -published.year, -cells.settled_reported, published.scope, published.fact_id) as settled_turn
    from published
    inner join cells on published.cell = cells.cell
    where published.scope <> 'sample' and published.months is not null
),

firsts as (
    select
        agency_id,
        arg_min(place, turn) filter (where among_all) as place,
        arg_min(place, settled_turn) filter (where among_settled) as settled_place
    from reporting
    group by agency_id, metric_id
),

chosen as (
    select agency_id, place, false as settled from firsts
    union all
    select agency_id, settled_place as place, true as settled from firsts
)

select compared.cell, chosen.settled, chosen.place, chosen.agency_id
from chosen
inner join stg_compared as compared on chosen.place = compared.rowid
