-- A fact_id stands for one fact.
with twice as (
    select fact_id from edition.facts group by fact_id having count(*) > 1
)

select * from twice
