-- Metric and region are those of the fact: by them it is found among all facts, which are sorted so.
select
    fact_id,
    ordinal,
    metric_id,
    region_code,
    report_id,
    page,
    span_start,
    span_end,
    evidence,
    source_title,
    source_url,
    source_kind,
    published_on,
    status
from stg_figures
order by fact_id, ordinal
