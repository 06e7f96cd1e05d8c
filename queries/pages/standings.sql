-- Where one body stands in each metric that others of its level report likewise.
with named as (
    select
        standings.*,
        metrics.name_zh as metric_zh,
        metrics.name_en as metric_en,
        metrics.kind,
        metrics.better,
        metrics.unit,
        metrics.headline
    from edition.standings as standings
    inner join edition.metrics as metrics on standings.metric_id = metrics.metric_id
    where standings.agency_id::varchar = $agency and standings.settled = $settled
)

select * from named order by headline desc, reported desc, metric_id
