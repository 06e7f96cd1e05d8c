-- What the touched figures are about, before and now. Facts about one subject know of each other, so they are made together.
with gone as (
    select fact_id from before.sources where report_id in (select report_id from touched_reports where stood)
    union
    select fact_id from touched_record
),

subjects as (
    select
        agency_id::varchar as agency_id,
        metric_id::varchar as metric_id,
        scope::varchar as scope,
        period_start,
        period_end,
        baseline
    from before.facts
    where fact_id in (select fact_id from gone)
    union
    select
        agency_id,
        metric_id,
        scope,
        period_start::date as period_start,
        period_end::date as period_end,
        baseline
    from touched_figures
    where report_id in (select report_id from touched_reports) or fact_id in (select fact_id from touched_record)
)

select * from subjects
