-- The figures that may be outcomes of the targets of targets.sql, since the first was stated: those of the same subject and
-- metric, whoever published them, and the other ones of the bodies that state the target.
with sought as (
    select agencies, subject_id, metric_id, min(report_year) as stated_in
    from question.targets
    group by agencies, subject_id, metric_id
),

stating as (
    select unnest(agencies) as agency_id, metric_id, stated_in from sought
),

wanted as (
    select facts.fact_id
    from edition.facts as facts
    inner join sought on facts.subject_id::varchar = sought.subject_id and facts.metric_id = sought.metric_id
    where facts.year >= sought.stated_in
    union
    select facts.fact_id
    from edition.facts as facts
    inner join stating on facts.agency_id::varchar = stating.agency_id and facts.metric_id = stating.metric_id
    where facts.year >= stating.stated_in
),

found as (
    select
        fact_id,
        agency_id,
        subject_id,
        metric_id,
        kind,
        unit,
        dimension,
        scope,
        scope_assumed,
        wider_extent,
        admin_level,
        region_code,
        baseline,
        period_start,
        period_end,
        year,
        months,
        value,
        value_max,
        qualifier,
        status,
        value_as_written,
        unit_as_written,
        source_title
    from edition.facts
    semi join wanted using (fact_id)
    where value is not null and (not $settled or status <> 'unverified')
)

select * from found
order by agency_id, metric_id, period_end, period_start, fact_id
