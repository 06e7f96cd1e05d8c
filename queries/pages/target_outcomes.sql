-- The figures that may be outcomes of the targets of targets.sql: those of their bodies and metrics, since the first was stated.
with sought as (
    select agency_id, metric_id, min(report_year) as stated_in
    from question.targets
    group by agency_id, metric_id
),

found as (
    select
        facts.fact_id,
        facts.agency_id,
        facts.metric_id,
        facts.kind,
        facts.unit,
        facts.dimension,
        facts.scope,
        facts.scope_assumed,
        facts.wider_extent,
        facts.admin_level,
        facts.region_code,
        facts.baseline,
        facts.period_start,
        facts.period_end,
        facts.year,
        facts.months,
        facts.value,
        facts.value_max,
        facts.qualifier,
        facts.status,
        facts.value_as_written,
        facts.unit_as_written,
        facts.source_title
    from edition.facts as facts
    inner join sought on facts.agency_id = sought.agency_id and facts.metric_id = sought.metric_id
    where facts.year >= sought.stated_in and facts.value is not null and (not $settled or facts.status <> 'unverified')
)

select * from found
order by agency_id, metric_id, period_end, period_start, fact_id
