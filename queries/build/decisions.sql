-- The decisions that stand, with what became of each. A decision is tied to a report's words by its hash and the span, or to a
-- figure of the record by its identity; not to a run of the extractor.
select
    decision_id,
    decided_at::timestamp as decided_at,
    who,
    action::action as action,
    why,
    report_id,
    span_start::integer as span_start,
    span_end::integer as span_end,
    fact_id,
    fact_before,
    change,
    seen,
    now,
    state::decision_state as state,
    fault
from raw_decisions
order by decided_at, decision_id
