select
    rowid as place,
    *
from before.sources
where fact_id in (select fact_id from facts_before)
