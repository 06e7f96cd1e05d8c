-- Where one fact stands, each source in turn.
with found as (
    select * exclude (metric_id, region_code) from edition.sources where fact_id = $fact_id
)

select * from found order by ordinal
