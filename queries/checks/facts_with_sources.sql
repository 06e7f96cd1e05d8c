-- Every fact has as many sources as it says, and every source belongs to a fact.
with counted as (
    select fact_id, count(*) as sources from edition.shared_sources group by fact_id
),

wrong as (
    select coalesce(facts.fact_id, counted.fact_id) as fact_id
    from edition.facts as facts
    full join counted on facts.fact_id = counted.fact_id
    where facts.source_count is distinct from coalesce(counted.sources, 1)
)

select * from wrong
