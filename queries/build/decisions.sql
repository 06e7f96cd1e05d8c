-- The decisions that stand, with what became of each. A decision is tied to a report's words by its hash and the span, or to a
-- figure of the record by its identity; not to a run of the extractor.
select * from raw_decisions
order by decided_at, decision_id
