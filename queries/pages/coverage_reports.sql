-- The reports at hand, with how many numerals each has and in which units it has quantities that no metric claims
-- (as a list; '' is a quantity whose unit is not known, or a part that was not read). A report with none has told all it holds.
with counted as (
    select
        report_id,
        count(*) as numerals,
        coalesce(
            list_sort(list(distinct coalesce(unit::varchar, '')) filter (where role = 'quantity' and metric_id is null)), []
        ) as open_units
    from edition.mentions
    group by report_id
),

listed as (
    select
        reports.report_id,
        reports.agency_id,
        reports.report_year,
        reports.title,
        coalesce(counted.numerals, 0) as numerals,
        list_concat(coalesce(counted.open_units, []), if(reports.is_whole, [], [''])) as open_units
    from edition.reports as reports
    left join counted on reports.report_id = counted.report_id
)

select * from listed order by agency_id, report_year, report_id
