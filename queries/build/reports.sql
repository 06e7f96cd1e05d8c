select
    report_id,
    name,
    title,
    agency_id::agency_id as agency_id,
    publisher,
    region_code::region_code as region_code,
    report_year::integer as report_year,
    published_on::date as published_on,
    document_number,
    index_number,
    source_url,
    format,
    pages::integer as pages,
    page_starts::integer[] as page_starts,
    text,
    read_at::timestamp as read_at,
    reader_version,
    demonstration
from raw_reports
order by region_code, report_year, report_id
