-- A fact that names a report names one that the edition holds, with the place of its words in the text.
with measured as (
    select report_id, length(text) as ends from edition.reports
),

misplaced as (
    select facts.fact_id
    from edition.facts as facts
    left join measured on facts.report_id = measured.report_id
    where
        facts.report_id is not null
        and (measured.report_id is null or facts.span_end > measured.ends or facts.span_start >= facts.span_end)
)

select * from misplaced
