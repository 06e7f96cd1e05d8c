-- What is known of some bodies: every figure, with the reports that state it and whether the public record does.
with of_bodies as (
    select *
    from edition.facts
    where agency_id in (select agency_id from edition.agencies where agency_id::varchar in $agencies)
),

stated as (
    select
        fact_id,
        coalesce(list(distinct report_id) filter (where report_id is not null), []) as reports,
        bool_or(report_id is null) as recorded
    from edition.sources
    where fact_id in (select fact_id from of_bodies)
    group by fact_id
),

known as (
    select
        facts.fact_id,
        facts.agency_id,
        facts.metric_id,
        facts.scope,
        facts.period_start,
        facts.period_end,
        facts.baseline,
        facts.value,
        facts.value_max,
        facts.qualifier,
        facts.status,
        facts.source_title,
        facts.evidence,
        stated.reports,
        stated.recorded
    from of_bodies as facts
    inner join stated on facts.fact_id = stated.fact_id
)

select * from known order by fact_id
