-- Every line (one body, metric, scope, baseline and length of period), in the order of the first figures: how many figures it
-- has, the value that stands for each year, what its totals can be divided by; among all figures, and among the settled ones.
-- So groups, bodies and years of a comparison are counted without its figures.
with counted as (
    select
        series_group,
        agency_id,
        demonstration,
        count(*)::integer as figures,
        count_if(status = 'unverified')::integer as unverified,
        min(rowid) as first_row
    from edition.facts
    group by series_group, agency_id, demonstration
),

lined as (
    select
        metric_id,
        comparison_group,
        series_group,
        agency_id,
        demonstration,
        any_value(region_code) as region_code,
        any_value(admin_level) as admin_level,
        any_value(scope) as scope,
        any_value(baseline) as baseline,
        any_value(months) as months,
        any_value(wider_extent) as wider_extent,
        min(period_start) as period_start,
        list(year order by year) filter (where for_all) as years,
        list(value order by year) filter (where for_all) as values,
        list(year order by year) filter (where for_settled) as settled_years,
        list(value order by year) filter (where for_settled) as settled_values
    from stg_compared
    group by metric_id, comparison_group, series_group, agency_id, demonstration
),

described as (
    select
        lined.*,
        metrics.kind,
        metrics.unit,
        agencies.name_zh as agency_zh,
        agencies.name_en as agency_en,
        regions.within,
        counted.figures,
        counted.unverified,
        coalesce(divisible.denominators, []) as denominators,
        coalesce(divisible.settled_denominators, []) as settled_denominators
    from lined
    inner join counted using (series_group, agency_id, demonstration)
    inner join edition.metrics as metrics on lined.metric_id = metrics.metric_id
    inner join edition.agencies as agencies on lined.agency_id = agencies.agency_id
    inner join edition.regions as regions on lined.region_code = regions.region_code
    left join stg_divisible as divisible using (series_group, agency_id, demonstration)
    order by counted.first_row
)

select * from described
