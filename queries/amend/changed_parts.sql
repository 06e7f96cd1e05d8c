-- What every fact depends on and is not as it was: such an edition is no start for the next.
with parts as (
    select id, state from stock where kind = 'part'
),

parts_before as (
    select id, state from before.origins where kind = 'part'
),

differing as (
    select coalesce(parts.id, parts_before.id) as part
    from parts
    full join parts_before on parts.id = parts_before.id
    where parts.state is distinct from parts_before.state
)

select part from differing
order by part
