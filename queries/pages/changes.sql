-- What differs from the edition before, in names.
with named as (
    select
        changes.*,
        metrics.name_zh as metric_zh,
        metrics.name_en as metric_en,
        metrics.unit,
        agencies.name_zh as agency_zh,
        agencies.name_en as agency_en
    from edition.changes as changes
    left join edition.metrics as metrics on changes.metric_id = metrics.metric_id::varchar
    left join edition.agencies as agencies on changes.agency_id = agencies.agency_id::varchar
)

select * from named order by change, metric_id, agency_id, year, fact_id
