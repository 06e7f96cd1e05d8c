-- Every source of every fact. A fact that one source states has its words itself, so that they are kept once.
with stated as (
    select
        fact_id,
        1 as ordinal,
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
    from facts
    where source_count = 1
    union all
    select * from shared_sources
)

select * from stated
