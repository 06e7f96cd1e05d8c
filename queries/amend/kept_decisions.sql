-- Decisions that stand as they did, about reports that nothing touched: what became of them is known.
select *
from before.decisions
where
    decision_id in (select id from stock where kind = 'decision')
    and decision_id not in (select decision_id from raw_decisions)
