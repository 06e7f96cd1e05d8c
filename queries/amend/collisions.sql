-- Facts about other subjects that bear the id of a fact that was made now.
with colliding as (
    select others.fact_id
    from before.facts as others
    where
        others.fact_id in (select made.fact_id from edition.facts as made)
        and others.fact_id not in (select fact_id from facts_before)
)

select fact_id from colliding
order by fact_id
