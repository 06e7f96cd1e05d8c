-- Every source of every fact, one row each, with its types.
with figures as (
    select * from stg_shared
    union all by name
    select
        *,
        1::integer as ordinal,
        1::integer as source_count
    from raw_figures
    where fact_id not in (select fact_id from stg_repeated)
)

select
    * replace (
        period_start::date as period_start,
        period_end::date as period_end,
        published_on::date as published_on,
        agency_id::agency_id as agency_id,
        region_code::region_code as region_code,
        metric_id::metric_id as metric_id,
        scope::scope as scope,
        qualifier::qualifier as qualifier,
        status::status as status,
        source_kind::source_kind as source_kind,
        page::integer as page,
        span_start::integer as span_start,
        span_end::integer as span_end
    )
from figures
