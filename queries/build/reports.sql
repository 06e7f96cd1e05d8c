select * from raw_reports
order by region_code, report_year, report_id
