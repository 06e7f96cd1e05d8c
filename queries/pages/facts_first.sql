-- The first $most of the figures that the filters let through, with what a table shows of them: what a browser is sent.
-- Names by yearbook/warehouse/names.py.
with found as (
    select
        fact_id,
        metric_id,
        agency_id,
        subject_id,
        scope,
        period_start,
        period_end,
        baseline,
        value,
        value_max,
        qualifier,
        evidence,
        status,
        scope_assumed,
        source_title
    from question.facts_found
    order by position
    limit $most
)

select * from found
