-- Where a body's figures stand, the latest years first: its reports, those without a figure too, and what others published.
with own as (
    select fact_id, metric_id, region_code, year
    from edition.facts
    where agency_id::varchar = $agency and (len($statuses) = 0 or status in $statuses)
),

stated as (
    select
        sources.report_id,
        sources.source_title,
        sources.source_url,
        sources.source_kind,
        sources.published_on,
        count(distinct own.fact_id) as figures,
        min(own.year) as first_year,
        max(own.year) as last_year
    from edition.sources as sources
    inner join own
        on sources.fact_id = own.fact_id and sources.metric_id = own.metric_id and sources.region_code = own.region_code
    group by all
),

brought as (
    select report_id, coalesce(title, name) as title, report_year, published_on, source_url
    from edition.reports
    where agency_id::varchar = $agency
),

listed as (
    select
        coalesce(brought.report_year, stated.last_year) as year,
        coalesce(stated.report_id, brought.report_id) as report_id,
        coalesce(brought.title, stated.source_title) as title,
        coalesce(stated.source_url, brought.source_url) as source_url,
        coalesce(stated.source_kind::varchar, 'report') as source_kind,
        coalesce(stated.published_on, brought.published_on) as published_on,
        coalesce(stated.figures, 0) as figures,
        stated.first_year,
        stated.last_year
    from stated
    full outer join brought on stated.report_id = brought.report_id
)

select * from listed
order by year desc nulls last, report_id nulls last, figures desc, published_on desc, title, source_url
