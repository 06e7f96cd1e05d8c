-- Where each body's subject stands in each metric among those of its level that are reported on likewise (see stg_placed.sql for
-- the year, and stg_peers.sql for who they are). Equal values share the better rank. Among all figures, and among the settled
-- ones.
with placed as (
    select
        place,
        settled,
        cell,
        rank() over (ordered)::integer as rank,
        (count(*) over (ordered range between current row and current row))::integer as ties
    from stg_peers
    window ordered as (partition by cell, settled order by turned_value)
),

counted as (
    select
        cell,
        settled,
        count(*)::integer as reported,
        count_if(unverified)::integer as unverified,
        bool_or(approximate) as approximate,
        quantile_cont(value, [0.25, 0.5, 0.75]) as quartiles
    from stg_peers
    group by cell, settled
),

described as (
    select
        own.* exclude (for_all, for_settled, published_on, fact_row) replace (chosen.agency_id as agency_id),
        placed.settled,
        placed.rank,
        placed.ties,
        counted.reported,
        counted.unverified,
        counted.approximate,
        counted.quartiles[1] as lower_quartile,
        counted.quartiles[2] as median,
        counted.quartiles[3] as upper_quartile
    from stg_placed as chosen
    inner join placed on chosen.place = placed.place and chosen.settled = placed.settled
    inner join counted
        on placed.cell = counted.cell and placed.settled = counted.settled
    inner join stg_compared as own on chosen.place = own.rowid
)

select * from described
order by agency_id, metric_id, settled
