-- What the standings of a body in some $metrics compare: its own figure and one of each other body; bodies that report on the
-- same area are one (see build/standings.sql, which counts the same figures). The lowest first. Only columns that are drawn and
-- in which the figures differ: metric, year, scope and the like are those of the standing.
with subject as (
    select
        comparison_group, year, fact_id, agency_id, region_code, admin_level, demonstration,
        scope in ('national', 'region_wide') as whole_area
    from edition.standings
    where agency_id::varchar = $agency and settled = $settled and metric_id::varchar in $metrics
),

-- Chosen by few columns: texts are compressed, and are read of what is chosen alone.
chosen as (
    select facts.rowid as place
    from edition.facts as facts
    inner join subject on facts.comparison_group = subject.comparison_group and facts.year = subject.year
    where
        facts.metric_id::varchar in $metrics
        and facts.admin_level = subject.admin_level
        and facts.demonstration = subject.demonstration
        and facts.value is not null
        and (not $settled or facts.status <> 'unverified')
        and if(
            facts.agency_id = subject.agency_id,
            facts.fact_id = subject.fact_id,
            not (subject.whole_area and facts.region_code = subject.region_code)
        )
    qualify row_number() over (
        partition by facts.comparison_group, if(subject.whole_area, facts.region_code::varchar, facts.agency_id::varchar)
        order by facts.period_end desc, facts.status = 'unverified', facts.published_on desc nulls last, facts.fact_id
    ) = 1
),

described as (
    select
        facts.fact_id, facts.metric_id, facts.agency_id, facts.region_code, facts.value, facts.value_max, facts.agency_zh,
        facts.agency_en, facts.qualifier, facts.value_as_written, facts.unit_as_written, facts.status, facts.source_title
    from edition.facts as facts
    inner join chosen on facts.rowid = chosen.place
)

select * from described
order by metric_id::varchar, value, region_code, fact_id
