-- The shape that the journal of decisions fills. A decision is tied to a report's words by its hash and the span, not to a run
-- of the extractor.
select
    null::varchar as decision_id,
    null::timestamp as decided_at,
    null::varchar as who,
    null::varchar as action,
    null::varchar as fact_id,
    null::varchar as report_id,
    null::integer as span_start,
    null::integer as span_end,
    null::json as change,
    null::varchar as reason
where false
