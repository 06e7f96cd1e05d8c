-- The history that led to this edition, itself last.
with history as (
    select * from previous_editions
    union all by name
    select * from edition
)

select * from history
order by number
