-- Where a body's figures stand, the latest years first: its reports, those without a figure too, and what others published.
with found as (
    select
        coalesce(report_year, if($settled, settled_last_year, last_year)) as year,
        report_id,
        title,
        source_url,
        source_kind,
        published_on,
        if($settled, settled_figures, figures) as figures,
        if($settled, settled_first_year, first_year) as first_year,
        if($settled, settled_last_year, last_year) as last_year
    from edition.body_sources
    where agency_id::varchar = $agency and (brought or not $settled or settled_figures > 0)
)

select * from found
order by year desc nulls last, report_id nulls last, figures desc, published_on desc, title, source_url
