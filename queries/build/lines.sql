-- Every line (one subject, metric, baseline and length of period), in the order of the first figures: how many figures it
-- has, the value that stands for each year, what its totals can be divided by; among all figures, and among the settled ones.
-- So groups, bodies and years of a comparison are counted without its figures.
with counted as (
    select
        series_group,
        subject_id,
        demonstration,
        count(*)::integer as figures,
        count_if(status = 'unverified')::integer as unverified,
        min(rowid) as first_row
    from edition.facts
    group by series_group, subject_id, demonstration
),

published as (
    select series_group, subject_id, demonstration, list(agency_id order by agency_id) as agencies
    from stg_publishers
    group by series_group, subject_id, demonstration
),

lined as (
    select
        metric_id,
        comparison_group,
        series_group,
        subject_id,
        demonstration,
        arg_max(agency_id, year) as agency_id,  -- who published last
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
    group by metric_id, comparison_group, series_group, subject_id, demonstration
),

described as (
    select
        lined.*,
        metrics.kind,
        metrics.unit,
        regions.within,
        published.agencies,  -- null where it is one
        subjects.subject_zh, subjects.subject_en,
        counted.figures,
        counted.unverified,
        coalesce(divisible.denominators, []) as denominators,
        coalesce(divisible.settled_denominators, []) as settled_denominators
    from lined
    inner join counted using (series_group, subject_id, demonstration)
    inner join edition.subjects as subjects on lined.subject_id = subjects.subject_id
    inner join edition.metrics as metrics on lined.metric_id = metrics.metric_id
    inner join edition.regions as regions on lined.region_code = regions.region_code
    left join published using (series_group, subject_id, demonstration)
    left join stg_divisible as divisible using (series_group, subject_id, demonstration)
    order by counted.first_row
)

select * from described
