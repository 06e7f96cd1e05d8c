-- One report with its text and the names of its agency and region.
with found as (
    select
        reports.*,
        agencies.name_zh as agency_zh,
        agencies.name_en as agency_en,
        regions.name_zh as region_zh,
        regions.name_en as region_en
    from edition.reports as reports
    left join edition.agencies as agencies on reports.agency_id = agencies.agency_id
    left join edition.regions as regions on reports.region_code = regions.region_code
    where reports.report_id = $report_id
)

select * from found
