-- One fact, whatever the filters. Its sources, which lie in the order of ids, say where it lies among the facts.
with placed as (
    select distinct metric_id, region_code from edition.sources
    where fact_id = $fact_id
),

found as (
    select facts.*
    from edition.facts as facts
    semi join placed on facts.metric_id = placed.metric_id and facts.region_code = placed.region_code
    where facts.fact_id = $fact_id
)

select * from found
