-- The words of some figures of a metric.
with found as (
    select fact_id, evidence
    from edition.facts
    where metric_id::varchar = $metric and fact_id in $facts
)

select * from found
