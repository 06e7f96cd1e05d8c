-- One fact, whatever the filters.
with found as (
    select * from edition.facts
    where fact_id = $fact_id
)

select * from found
