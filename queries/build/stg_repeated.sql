-- The statements of facts that are stated more than once. They are few: what is said of them costs little, and the many that
-- are stated once pass through without being put in order or judged.
with repeated as (
    select fact_id
    from raw_figures
    group by fact_id
    having count(*) > 1
)

select *
from raw_figures
where fact_id in (select fact_id from repeated)
