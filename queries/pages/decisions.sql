-- The decisions that stand in this edition, newest first, with what they are about.
with described as (
    select
        decisions.*,
        coalesce(reports.title, facts.source_title) as about
    from edition.decisions as decisions
    left join edition.reports as reports on decisions.report_id = reports.report_id
    left join edition.facts as facts on decisions.fact_id = facts.fact_id
)

select * from described order by decided_at desc, decision_id
