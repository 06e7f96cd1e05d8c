-- Where the figures of a body stand, a row a source: how many figures of which years it states, and how many of them are settled.
-- A source stands once beside a figure (see stg_shared.sql).
with stated as (
    select agency_id, year, status, report_id, source_title, source_url, source_kind, published_on
    from facts
    where source_count = 1
    union all by name
    select
        facts.agency_id,
        facts.year,
        facts.status,
        shared.report_id,
        shared.source_title,
        shared.source_url,
        shared.source_kind,
        shared.published_on
    from shared_sources as shared
    inner join facts on shared.fact_id = facts.fact_id
),

counted as (
    select
        agency_id,
        report_id,
        source_title,
        source_url,
        source_kind,
        published_on,
        count(*)::integer as figures,
        (count(*) filter (where status <> 'unverified'))::integer as settled_figures,
        min(year) as first_year,
        max(year) as last_year,
        min(year) filter (where status <> 'unverified') as settled_first_year,
        max(year) filter (where status <> 'unverified') as settled_last_year
    from stated
    group by agency_id, report_id, source_title, source_url, source_kind, published_on
)

select * from counted
order by agency_id, last_year desc, source_title, source_url, report_id
