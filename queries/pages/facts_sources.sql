-- Every place that states a figure which the filters let through.
with found as (
    select fact_id, metric_id, region_code from question.facts_found
),

named as (
    select sources.* exclude (metric_id, region_code)
    from edition.sources as sources
    semi join found
        on sources.fact_id = found.fact_id and sources.metric_id = found.metric_id and sources.region_code = found.region_code
)

select * from named order by fact_id, ordinal
