select
    metric_id::metric_id as metric_id,
    topic::topic as topic,
    name_zh,
    name_en,
    kind::kind as kind,
    better::better as better,
    unit,
    unit_zh,
    unit_en,
    dimension,
    headline,
    additive,
    definition_zh,
    definition_en,
    distinguish_from,
    wordings
from raw_metrics
order by position
