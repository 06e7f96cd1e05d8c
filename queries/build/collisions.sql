-- An id is short enough that two figures might get the same one by chance: they must not be taken for one.
with identities as (
    select distinct
        fact_id,
        agency_id,
        metric_id,
        scope,
        period_start,
        period_end,
        baseline,
        value
    from stg_repeated
),

colliding as (
    select fact_id
    from identities
    group by fact_id
    having count(*) > 1
)

select fact_id from colliding
order by fact_id
