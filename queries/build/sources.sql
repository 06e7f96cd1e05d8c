select
    fact_id,
    ordinal,
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
