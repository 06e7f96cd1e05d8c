-- Where each body stands in each metric among the bodies of its level that report likewise (see stg_placed.sql for the year): one
-- figure a body and, where the scope is a whole area, one an area, the body's own in its own area and elsewhere the preferred one
-- (see stg_compared.sql). Equal values share the better rank. Among all figures, and among the settled ones.
with cells as (
    select distinct cell, settled from stg_placed
),

turns as (
    select
        compared.rowid as place,
        cells.settled,
        compared.cell,
        compared.region_code,
        compared.value,
        if(compared.better = 'down', compared.value, -compared.value) as turned_value,
        compared.status = 'unverified' as unverified,
        compared.qualifier <> 'exact' as approximate,
        not compared.whole_area or row_number() over (
            partition by compared.cell, cells.settled, if(compared.whole_area, compared.region_code::varchar, compared.fact_id)
            order by
                compared.period_end desc, compared.status = 'unverified', compared.published_on desc nulls last, compared.fact_id
        ) = 1 as is_first
    from stg_compared as compared
    inner join cells
        on compared.cell = cells.cell and if(cells.settled, compared.for_settled, compared.for_all)
),

-- Who is not the first of its area is compared as if it were; all others are compared with the first of each area.
peers as (
    select *, null::bigint as subject from turns where is_first
    union all
    select turns.*, own.place as subject
    from turns
    inner join turns as own on turns.cell = own.cell and turns.settled = own.settled
    where not own.is_first and (turns.place = own.place or (turns.is_first and turns.region_code <> own.region_code))
),

placed as (
    select
        *,
        rank() over (partition by cell, settled, subject order by turned_value) as rank,
        count(*) over (partition by cell, settled, subject, value) as ties
    from peers
),

counted as (
    select
        cell, settled, subject,
        count(*)::integer as reported,
        count_if(unverified)::integer as unverified,
        bool_or(approximate) as approximate,
        quantile_cont(value, [0.25, 0.5, 0.75]) as quartiles
    from peers
    group by cell, settled, subject
),

described as (
    select
        own.* exclude (cell, for_all, for_settled, whole_area, published_on, better),
        placed.settled,
        placed.rank::integer as rank,
        placed.ties::integer as ties,
        counted.reported,
        counted.unverified,
        counted.approximate,
        counted.quartiles[1] as lower_quartile,
        counted.quartiles[2] as median,
        counted.quartiles[3] as upper_quartile
    from stg_placed as chosen
    inner join placed on chosen.place = placed.place and chosen.settled = placed.settled
    inner join counted
        on placed.cell = counted.cell and placed.settled = counted.settled and placed.subject is not distinct from counted.subject
    inner join stg_compared as own on chosen.place = own.rowid
    where placed.subject is null or placed.subject = placed.place
)

select * from described
order by agency_id, metric_id, settled
