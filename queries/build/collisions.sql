-- An id is short enough that two figures might get the same one by chance: they must not be taken for one. A period that one
-- source states and another leaves open is the same.
with identities as (
    select
        fact_id,
        {'agency': agency_id, 'metric': metric_id, 'scope': scope, 'baseline': baseline, 'value': value} as identity,
        period_start,
        period_end
    from stg_repeated
),

colliding as (
    select fact_id
    from identities
    group by fact_id
    having count(distinct identity) > 1 or count(distinct period_start) > 1 or count(distinct period_end) > 1
)

select fact_id from colliding
order by fact_id
