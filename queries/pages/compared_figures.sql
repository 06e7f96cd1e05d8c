-- What decides whether figures may be compared, and who has them: few columns, of which groups, bodies, medians and breaks of a
-- comparison are counted. The figures that are drawn are asked for with all their words (group_figures.sql).
with found as (
    select
        fact_id,
        metric_id,
        kind,
        unit,
        agency_id,
        agency_zh,
        agency_en,
        admin_level,
        region_code,
        scope,
        period_start,
        period_end,
        year,
        months,
        baseline,
        value,
        status,
        published_on,
        series_group,
        comparison_group
    from question.facts_found
)

select * from found
order by region_code, period_start, period_end, scope, baseline nulls first, fact_id
