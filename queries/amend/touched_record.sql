-- The facts of the record about which something else stands decided than in the edition before.
with standing as (
    select id, state from stock where kind = 'decision' and about is null
),

stood as (
    select id, state from before.origins where kind = 'decision' and about is null
),

differing as (
    select coalesce(standing.id, stood.id) as decision_id
    from standing
    full join stood on standing.id = stood.id
    where standing.state is distinct from stood.state
),

decided as (
    select decision_id, fact_id, fact_before from before.decisions
    union all
    select decision_id, fact_id, fact_before from raw_decisions
),

named as (
    select unnest([fact_id, fact_before]) as fact_id
    from decided
    where decision_id in (select decision_id from differing)
)

select distinct fact_id
from named
where fact_id is not null
