-- What a figure cannot be reconciled with: other values of the same thing; for a change, the levels it should follow from.
with one as (
    select * from edition.facts where fact_id = $fact_id
),

same as (
    select
        facts.*,
        'same' as relation
    from edition.facts as facts
    inner join one
        on facts.metric_id = one.metric_id
        and facts.subject_id = one.subject_id
        and facts.period_start = one.period_start
        and facts.period_end = one.period_end
        and facts.baseline is not distinct from one.baseline
    where facts.fact_id <> one.fact_id and (facts.value, facts.value_max) is distinct from (one.value, one.value_max)
),

followed as (
    select one.*, metrics.metric_id as level_metric
    from one
    inner join edition.metrics as metrics on metrics.metric_id::varchar || '_change' = one.metric_id::varchar
    where list_contains(one.caveats, 'change_disagrees')
),

levels as (
    select
        facts.*,
        'level' as relation
    from edition.facts as facts
    inner join followed
        on facts.metric_id = followed.level_metric
        and facts.subject_id = followed.subject_id
    where facts.year between followed.year - 1 and followed.year
),

found as (
    select * from same
    union all
    select * from levels
)

select * from found order by relation desc, period_end desc, value, fact_id
