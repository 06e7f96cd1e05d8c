-- How many figures the filters let through.
with counted as (
    select count(*)::integer as figures from question.facts_found
)

select * from counted
