-- A mention that made a fact names one that is there, and stands in a report that is there.
with lost as (
    select mentions.report_id || ':' || mentions.ordinal as mention
    from edition.mentions as mentions
    left join edition.facts as facts on mentions.fact_id = facts.fact_id
    left join edition.reports as reports on mentions.report_id = reports.report_id
    where (mentions.fact_id is not null and facts.fact_id is null) or reports.report_id is null
)

select * from lost
