-- Every report by what names it: for menus and the search box.
with listed as (
    select
        reports.report_id,
        reports.title,
        reports.name,
        reports.publisher,
        reports.document_number,
        reports.report_year,
        reports.agency_id,
        reports.demonstration,
        agencies.name_zh as agency_zh,
        agencies.name_en as agency_en,
        reports.region_code
    from edition.reports as reports
    left join edition.agencies as agencies on reports.agency_id = agencies.agency_id
)

select * from listed order by region_code, report_year desc, title, report_id
