-- `is_whole`: nothing that its source shows is missing in its text (a scanned page, a drawn chart).
with read as (
    select report_id, coalesce(len(unread), 0) = 0 as is_whole from extracted_reports
),

described as (
    select raw_reports.*, coalesce(read.is_whole, false) as is_whole
    from raw_reports
    left join read on raw_reports.report_id = read.report_id
)

select * from described
order by region_code, report_year, report_id
