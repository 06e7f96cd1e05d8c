-- The figures that the filters let through, with what analyses, charts and tables read of them: each further column is fetched
-- and kept for every row. A figure's own words and source are asked for by its id (fact.sql).
with found as (
    select
        fact_id,
        topic,
        metric_id,
        metric_zh,
        metric_en,
        kind,
        better,
        unit,
        dimension,
        headline,
        additive,
        agency_id,
        agency_zh,
        agency_en,
        agency_short_zh,
        subject_id,
        subject_zh,
        subject_en,
        admin_level,
        body_kind,
        region_code,
        region_zh,
        region_en,
        scope,
        scope_assumed,
        wider_extent,
        period_start,
        period_end,
        year,
        months,
        baseline,
        value,
        value_max,
        qualifier,
        value_as_written,
        unit_as_written,
        evidence,
        status,
        source_title,
        published_on,
        demonstration,
        series_group,
        comparison_group
    from question.facts_found
    order by position
)

select * from found
