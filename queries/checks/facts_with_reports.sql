-- A fact that names a report names one that the edition holds, with the place of its words in the text.
with misplaced as (
    select facts.fact_id
    from edition.facts as facts
    left join edition.reports as reports on facts.report_id = reports.report_id
    where
        facts.report_id is not null
        and (reports.report_id is null or facts.span_end > length(reports.text) or facts.span_start >= facts.span_end)
)

select * from misplaced
