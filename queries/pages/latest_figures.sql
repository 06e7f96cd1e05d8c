-- Of each metric the latest figure of the line that says most, of one body ($agency) or of the bodies of a region ($region): the
-- widest scope first, whole years before parts, the latest, against the year before, the longest line.
with found as (
    select *
    from edition.latest
    where
        settled = $settled
        and ($agency is null or agency_id::varchar = $agency)
        and ($region is null or region_code::varchar = $region)
        and (len($metrics) = 0 or metric_id::varchar in $metrics)
        and (len($scopes) = 0 or scope::varchar in $scopes)
    qualify row_number() over (
        partition by metric_id
        order by
            scope, months in (0, 12) desc, year desc, coalesce(baseline, 'previous_year') = 'previous_year' desc,
            figures desc, period_start, series_group
    ) = 1
),

named as (
    select
        found.*,
        metrics.topic,
        metrics.name_zh as metric_zh,
        metrics.name_en as metric_en,
        metrics.kind,
        metrics.better,
        metrics.unit,
        metrics.headline,
        agencies.name_zh as agency_zh,
        agencies.name_en as agency_en,
        agencies.short_zh as agency_short_zh,
        agencies.body_kind,
        regions.name_zh as region_zh,
        regions.name_en as region_en
    from found
    inner join edition.metrics as metrics on found.metric_id = metrics.metric_id
    inner join edition.agencies as agencies on found.agency_id = agencies.agency_id
    inner join edition.regions as regions on found.region_code = regions.region_code
)

select * from named order by metric_id
