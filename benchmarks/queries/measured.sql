-- The metrics as facts name them, in the types of an edition.
select
    counted.metric,
    metrics.topic,
    metrics.metric_id,
    metrics.name_zh::edition.metric_zh as metric_zh,
    metrics.name_en::edition.metric_en as metric_en,
    metrics.kind,
    metrics.better,
    metrics.unit::edition.unit as unit,
    metrics.dimension::edition.dimension as dimension,
    metrics.headline,
    metrics.additive
from gen_metrics as counted
inner join edition.metrics as metrics on counted.metric_id = metrics.metric_id::varchar
