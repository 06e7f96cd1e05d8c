-- Every statement of a figure with its types; the order in which the sources of one fact are named.
with figures as (
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
    from raw_figures
),

-- A figure that one report states twice has one source there: the place that a person has settled, else the first.
first_places as (
    select *
    from figures
    qualify row_number() over (
        partition by fact_id, origin, report_id order by status in ('confirmed', 'corrected') desc, span_start
    ) = 1
),

numbered as (
    select
        *,
        row_number() over (
            partition by fact_id order by origin, published_on nulls last, report_id, span_start
        )::integer as ordinal
    from first_places
)

select * from numbered
