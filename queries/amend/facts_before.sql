-- The facts about the touched subjects as the edition before has them, each with its place in the file.
with placed as (
    select
        facts.rowid as place,
        facts.*
    from before.facts as facts
    semi join touched_subjects as subjects
        on facts.metric_id = subjects.metric_id::metric_id
        and facts.agency_id = subjects.agency_id::agency_id
        and facts.scope = subjects.scope::scope
        and facts.period_start = subjects.period_start
        and facts.period_end = subjects.period_end
        and facts.baseline is not distinct from subjects.baseline
)

select * from placed
