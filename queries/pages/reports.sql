-- Every report, without its text, with what was found in it.
with counted as (
    select
        report_id,
        count(*) as mentions,
        count(distinct fact_id) as facts,
        count(*) filter (where role = 'quantity') as unclaimed
    from edition.mentions
    group by report_id
),

listed as (
    select
        reports.* exclude (text, page_starts),
        agencies.name_zh as agency_zh,
        agencies.name_en as agency_en,
        regions.name_zh as region_zh,
        regions.name_en as region_en,
        length(reports.text) as characters,
        coalesce(counted.mentions, 0) as mentions,
        coalesce(counted.facts, 0) as facts,
        coalesce(counted.unclaimed, 0) as unclaimed
    from edition.reports as reports
    left join counted on reports.report_id = counted.report_id
    left join edition.agencies as agencies on reports.agency_id = agencies.agency_id
    left join edition.regions as regions on reports.region_code = regions.region_code
)

select * from listed order by region_code, report_year desc, title, report_id
