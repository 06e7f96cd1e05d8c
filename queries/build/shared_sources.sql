-- Of the facts that several sources state, each source in turn.
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
from stg_shared
where source_count > 1
order by fact_id, ordinal
