-- What is known of some bodies: every figure, with the reports that state it and whether the public record does.
with of_bodies as (
    select *
    from edition.facts
    where agency_id in (select agency_id from edition.agencies where agency_id::varchar in $agencies)
),

stated as (
    select
        sources.fact_id,
        coalesce(list(distinct sources.report_id) filter (where sources.report_id is not null), []) as reports,
        bool_or(sources.report_id is null) as recorded
    from edition.sources as sources
    semi join of_bodies as facts
        on
            sources.fact_id = facts.fact_id
            and sources.metric_id = facts.metric_id
            and sources.region_code = facts.region_code
    group by sources.fact_id
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
