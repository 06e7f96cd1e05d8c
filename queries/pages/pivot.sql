-- The figures that the filters let through as rows of a table with years across: a row is one subject, metric, baseline and
-- length of period, so that no row mixes what does not compare. Two figures of a row in one year that differ stand in two rows
-- (`place`); what two bodies publish alike is one.
with placed as (
    select
        *,
        dense_rank() over (
            partition by subject_id, series_group, demonstration, year order by period_end, value, value_max
        ) as place
    from question.facts_found
),

gathered as (
    select
        metric_id,
        any_value(metric_zh) as metric_zh,
        any_value(metric_en) as metric_en,
        any_value(unit) as unit,
        any_value(kind) as kind,
        any_value(scope) as scope,
        any_value(baseline) as baseline,
        any_value(months) as months,
        any_value(if(months % 12 > 0, month(period_start), null))::integer as first_month,
        any_value(wider_extent) as wider_extent,
        any_value(comparison_group) as comparison_group,
        any_value(admin_level) as admin_level,
        any_value(agency_id) as agency_id,
        any_value(agency_zh) as agency_zh,
        any_value(agency_en) as agency_en,
        subject_id,
        any_value(subject_zh) as subject_zh,
        any_value(subject_en) as subject_en,
        any_value(region_code) as region_code,
        place,
        list({
            'year': year,
            'value': value,
            'value_max': value_max,
            'qualifier': qualifier::varchar,
            'unverified': status = 'unverified'
        } order by year) as cells
    from placed
    group by metric_id, subject_id, series_group, demonstration, place
)

select * from gathered
order by metric_id, scope, baseline nulls first, months, first_month, wider_extent, admin_level, region_code, subject_id, place
