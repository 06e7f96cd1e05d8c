-- The targets of the bodies of some regions, or of one body; those of invented bodies if one of them is asked for.
with found as (
    select
        targets.*,
        metrics.topic,
        metrics.name_zh as metric_zh,
        metrics.name_en as metric_en,
        metrics.kind,
        metrics.better,
        metrics.dimension,
        agencies.name_zh as agency_zh,
        agencies.name_en as agency_en,
        agencies.short_zh as agency_short_zh,
        agencies.admin_level,
        agencies.body_kind,
        regions.name_zh as region_zh,
        regions.name_en as region_en
    from edition.targets as targets
    inner join edition.metrics as metrics on targets.metric_id = metrics.metric_id
    inner join edition.agencies as agencies on targets.agency_id = agencies.agency_id
    inner join edition.regions as regions on targets.region_code = regions.region_code
    where
        (len($regions) = 0 or list_has_any(regions.within, $regions))
        and ($agency is null or targets.agency_id::varchar = $agency)
        and ($invented or not targets.demonstration)
)

select * from found
order by year desc nulls last, region_code, agency_id, metric_id, target_id
