-- Every statement of a figure with its types; the order in which the sources of one fact are named, and how many they are.
-- Most facts are stated once: only the others need to be put in order.
with several as (
    select fact_id
    from raw_figures
    group by fact_id
    having count(*) > 1
),

figures as not materialized (
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
    where fact_id in (select fact_id from several)
    qualify row_number() over (
        partition by fact_id, origin, report_id order by status in ('confirmed', 'corrected') desc, span_start
    ) = 1
),

numbered as (
    select
        *,
        row_number() over (
            partition by fact_id order by origin, published_on nulls last, report_id, span_start
        )::integer as ordinal,
        (count(*) over (partition by fact_id))::integer as source_count
    from first_places
    union all by name
    select
        *,
        1::integer as ordinal,
        1::integer as source_count
    from figures
    where fact_id not in (select fact_id from several)
)

select * from numbered
