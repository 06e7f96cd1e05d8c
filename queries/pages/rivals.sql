-- What a figure cannot be reconciled with: other values of the same thing; for a change, the levels it should follow from.
with one as (
    select * from edition.facts where fact_id = $fact_id
),

found as (
    select
        facts.*,
        if(facts.metric_id = one.metric_id, 'same', 'level') as relation
    from edition.facts as facts
    inner join one
        on facts.agency_id = one.agency_id and facts.scope = one.scope and facts.fact_id <> one.fact_id
    where
        (
            facts.metric_id = one.metric_id
            and facts.period_start = one.period_start
            and facts.period_end = one.period_end
            and facts.baseline is not distinct from one.baseline
        )
        or (
            facts.metric_id::varchar || '_change' = one.metric_id::varchar
            and facts.year between one.year - 1 and one.year
            and list_contains(one.caveats, 'change_disagrees')
        )
)

select * from found order by relation desc, period_end desc, value, fact_id
