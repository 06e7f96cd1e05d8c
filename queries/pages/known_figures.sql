-- What is known of some bodies: every figure, with the reports that state it and whether the public record does.
with stated as (
    select
        fact_id,
        coalesce(list(distinct report_id) filter (where report_id is not null), []) as reports,
        bool_or(report_id is null) as recorded
    from edition.sources
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
    from edition.facts as facts
    inner join stated on facts.fact_id = stated.fact_id
    where facts.agency_id::varchar in $agencies
)

select * from known order by fact_id
