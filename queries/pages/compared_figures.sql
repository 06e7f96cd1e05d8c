-- Of each metric the figures of the comparable group that most bodies report, in the year in which most of them do, of those that
-- the filters let through.
with found as (
    select * from question.facts_found
),

groups as (
    select
        comparison_group,
        row_number() over (
            partition by metric_id
            order by count(distinct agency_id) desc, count(*) desc, max(months = 12) desc, max(year) desc, comparison_group
        ) as turn
    from found
    group by metric_id, comparison_group
),

years as (
    select
        found.comparison_group,
        found.year,
        row_number() over (
            partition by found.comparison_group order by count(distinct found.agency_id) desc, found.year desc
        ) as turn
    from found
    inner join groups on found.comparison_group = groups.comparison_group
    where groups.turn = 1
    group by found.comparison_group, found.year
),

chosen as (
    select
        found.* exclude (
            province_code, method, confidence, rule, report_id, page, span_start, span_end, source_url, source_kind, note,
            caveats, source_count
        )
    from found
    inner join years on found.comparison_group = years.comparison_group and found.year = years.year
    where years.turn = 1
)

select * from chosen
order by metric_id, region_code, period_start, period_end, scope, baseline nulls first, value, fact_id
