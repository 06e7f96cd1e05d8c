-- The sources of a body: where its figures stand, and its reports, those without a figure too. How many figures of which years
-- each states, and how many of them are settled. A source stands once beside a figure (see stg_shared.sql).
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
),

listed as (
    select
        coalesce(counted.agency_id, brought.agency_id) as agency_id,
        coalesce(counted.report_id, brought.report_id) as report_id,
        coalesce(brought.title, brought.name, counted.source_title) as title,
        coalesce(counted.source_url, brought.source_url) as source_url,
        coalesce(counted.source_kind, 'report') as source_kind,
        coalesce(counted.published_on, brought.published_on) as published_on,
        brought.report_id is not null as brought,
        brought.report_year,
        coalesce(counted.figures, 0) as figures,
        coalesce(counted.settled_figures, 0) as settled_figures,
        counted.first_year,
        counted.last_year,
        counted.settled_first_year,
        counted.settled_last_year
    from counted
    full outer join reports as brought on counted.report_id = brought.report_id and counted.agency_id = brought.agency_id
    where coalesce(counted.agency_id, brought.agency_id) is not null
)

select * from listed
order by agency_id, coalesce(report_year, last_year) desc nulls last, title, source_url, report_id, published_on, source_kind
