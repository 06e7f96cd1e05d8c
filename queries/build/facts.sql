-- What a page reads: everything about a figure in one row, sorted so that a metric's figures stand together.
with measured as (
    select
        *,
        if(
            period_start = period_end,
            0,
            greatest(1, round(date_diff('day', period_start, period_end + 1) / 30.4375))
        )::integer as months,
        count(distinct value) over (
            partition by agency_id, metric_id, scope, period_start, period_end, baseline
        ) as statements
    from stg_merged
),

described as (
    select
        measured.fact_id,
        metrics.topic,
        measured.metric_id,
        metrics.name_zh::metric_zh as metric_zh,
        metrics.name_en::metric_en as metric_en,
        metrics.kind,
        metrics.better,
        metrics.unit::unit as unit,
        metrics.dimension::dimension as dimension,
        metrics.headline,
        metrics.additive,
        measured.agency_id,
        agencies.name_zh::agency_zh as agency_zh,
        agencies.name_en::agency_en as agency_en,
        agencies.short_zh::agency_short as agency_short_zh,
        agencies.admin_level,
        agencies.body_kind,
        measured.region_code,
        regions.name_zh::region_zh as region_zh,
        regions.name_en::region_en as region_en,
        regions.province_code,
        measured.scope,
        measured.period_start,
        measured.period_end,
        year(measured.period_end)::integer as year,
        measured.months,
        measured.baseline,
        measured.value,
        measured.value_max,
        measured.qualifier,
        measured.value_as_written,
        measured.unit_as_written,
        measured.evidence,
        measured.method,
        measured.status,
        measured.confidence,
        measured.rule,
        measured.report_id,
        measured.page,
        measured.span_start,
        measured.span_end,
        measured.source_title,
        measured.source_url,
        measured.source_kind,
        measured.published_on,
        measured.note,
        list_sort(list_distinct(
            measured.caveats
            || if(measured.statements > 1, ['disagreement'], [])
            || if(measured.months between 1 and 11, ['part_of_year'], [])
            || if(measured.months > 12, ['several_years'], [])
        )) as caveats,
        measured.source_count,
        measured.demonstration
    from measured
    inner join metrics on measured.metric_id = metrics.metric_id
    inner join agencies on measured.agency_id = agencies.agency_id
    inner join regions on measured.region_code = regions.region_code
)

select * from described
order by metric_id, region_code, period_start, period_end, scope, baseline nulls first, value, fact_id
