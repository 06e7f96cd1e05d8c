-- The sources of the facts that are stated more than once: in which order they are named, and how many they are.
with places as (
    -- A figure that one report states twice has one source there: the place that a person has settled, else the first.
    select *
    from stg_repeated
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
    from places
)

select * from numbered
