-- What a page reads: everything about a figure in one row, sorted so that a metric's figures stand together.
with of_metrics as (
    select * replace (
        name_zh::metric_zh as name_zh, name_en::metric_en as name_en, unit::unit as unit, dimension::dimension as dimension
    )
    from metrics
),

of_agencies as (
    select * replace (name_zh::agency_zh as name_zh, name_en::agency_en as name_en, short_zh::agency_short as short_zh)
    from agencies
),

of_regions as (
    select * replace (name_zh::region_zh as name_zh, name_en::region_en as name_en) from regions
),

of_subjects as (
    select * replace (
        agency_id::agency_id as agency_id, scope::scope as scope, subject_id::subject_id as subject_id,
        subject_zh::subject_zh as subject_zh, subject_en::subject_en as subject_en
    )
    from raw_subjects
),

described as (
    select
        measured.fact_id,
        metrics.topic,
        measured.metric_id,
        metrics.name_zh as metric_zh, metrics.name_en as metric_en,
        metrics.kind, metrics.better, metrics.unit, metrics.dimension, metrics.headline, metrics.additive,
        measured.agency_id,
        agencies.name_zh as agency_zh, agencies.name_en as agency_en, agencies.short_zh as agency_short_zh,
        subjects.subject_id, subjects.subject_zh, subjects.subject_en,
        agencies.admin_level, agencies.body_kind,
        measured.region_code,
        regions.name_zh as region_zh, regions.name_en as region_en,
        regions.province_code,
        measured.scope,
        measured.period_start, measured.period_end,
        coalesce(year(measured.period_end), undated.report_year)::integer as year,
        -- A stock is of one day, whether it is stated or not.
        coalesce(measured.months, if(metrics.kind = 'stock', 0, null)) as months,
        measured.baseline,
        measured.value, measured.value_max,
        measured.qualifier,
        measured.value_as_written, measured.unit_as_written,
        measured.evidence,
        measured.method,
        measured.status,
        measured.confidence,
        measured.rule,
        measured.report_id, measured.page,
        measured.span_start, measured.span_end,
        measured.source_title, measured.source_url, measured.source_kind,
        measured.published_on, measured.note,
        measured.caveats,
        measured.source_count,
        measured.demonstration,
        list_contains(measured.caveats, 'scope_assumed') as scope_assumed,
        subjects.wider_extent
    from stg_measured as measured
    inner join of_metrics as metrics on measured.metric_id = metrics.metric_id
    inner join of_agencies as agencies on measured.agency_id = agencies.agency_id
    inner join of_regions as regions on measured.region_code = regions.region_code
    inner join of_subjects as subjects
        on
            measured.agency_id = subjects.agency_id
            and measured.scope = subjects.scope
            and list_contains(measured.caveats, 'wider_extent') = subjects.wider_extent
    left join raw_reports as undated on if(measured.period_end is null, measured.report_id, null) = undated.report_id
)

select
    *,
    series_group(metric_id, scope, baseline, months, period_start, wider_extent) as series_group,
    comparison_group(series_group, kind, admin_level, scope, agency_id) as comparison_group
from described
order by metric_id, region_code, period_start, period_end, scope, baseline nulls first, value, fact_id
