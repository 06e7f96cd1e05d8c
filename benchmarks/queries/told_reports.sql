-- The reports that state a fact, as an edition holds them.
with reports as (
    select
        report_id,
        report_id[:12] || '.txt' as name,
        title,
        agency_id,
        name_zh as publisher,
        region_code,
        year as report_year,
        published_on,
        'txt' as format,
        1 + length(text) // 1200 as pages,
        [page * 1200 for page in range(1 + length(text) // 1200)] as page_starts,
        text,
        published_on::timestamp as read_at,
        'generated' as reader_version,
        true as demonstration
    from gen_texts
    inner join gen_reports using (report_id)
)

select * from reports
order by region_code, report_year, report_id
