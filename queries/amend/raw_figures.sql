-- All that is stated now about the touched subjects.
with stated as (
    select * from touched_figures
    union all
    select * from neighbour_figures
),

concerned as (
    select stated.*
    from stated
    semi join touched_subjects as subjects
        on stated.metric_id = subjects.metric_id
        and stated.agency_id = subjects.agency_id
        and stated.scope = subjects.scope
        and stated.period_start::date = subjects.period_start
        and stated.period_end::date = subjects.period_end
        and stated.baseline is not distinct from subjects.baseline
)

select * from concerned
