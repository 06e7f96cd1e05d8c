-- Where a body's figures stand, the latest years first: its reports, those without a figure too, and what others published.
with stated as (
    select
        report_id,
        source_title,
        source_url,
        source_kind,
        published_on,
        if($settled, settled_figures, figures) as figures,
        if($settled, settled_first_year, first_year) as first_year,
        if($settled, settled_last_year, last_year) as last_year
    from edition.body_sources
    where agency_id::varchar = $agency and (not $settled or settled_figures > 0)
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
