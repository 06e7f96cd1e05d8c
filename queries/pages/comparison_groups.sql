-- The comparable groups of the figures that the filters let through, across bodies or across years: what each has in common, how
-- many bodies, figures and years it holds.
with counted as (
    select
        if($across = 'bodies', comparison_group, series_group) as key,
        any_value(metric_id) as metric_id,
        any_value(kind) as kind,
        any_value(unit) as unit,
        any_value(scope) as scope,
        any_value(baseline) as baseline,
        any_value(months) as months,
        any_value(period_start) as period_start,
        any_value(admin_level) as admin_level,
        any_value(agency_id) as agency_id,
        list_sort(list(distinct admin_level::varchar)) as levels,
        count(distinct agency_id) as bodies,
        count(*) as figures,
        count(distinct year) as years,
        max(year) as last_year,
        min(region_code) as first_region,
        min(period_start) as first_start
    from question.facts_found
    group by key
)

select * from counted order by first_region, first_start, scope, baseline nulls first, key
