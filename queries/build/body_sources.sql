-- Where the figures of a body stand, a row a source: how many figures of which years it states, and how many of them are settled.
-- A source stands once beside a figure (see stg_shared.sql).
with stated as (
    select
        facts.agency_id,
        sources.report_id,
        sources.source_title,
        sources.source_url,
        sources.source_kind,
        sources.published_on,
        count(*)::integer as figures,
        (count(*) filter (where facts.status <> 'unverified'))::integer as settled_figures,
        min(facts.year) as first_year,
        max(facts.year) as last_year,
        min(facts.year) filter (where facts.status <> 'unverified') as settled_first_year,
        max(facts.year) filter (where facts.status <> 'unverified') as settled_last_year
    from sources
    inner join facts on sources.fact_id = facts.fact_id
    group by all
)

select * from stated
order by agency_id, last_year desc, source_title, source_url, report_id
