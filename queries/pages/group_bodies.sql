-- The bodies that have figures of one comparable group ($across bodies or years), with the years of these and where a line ends.
with found as (
    select *
    from question.facts_found
    where if($across = 'bodies', comparison_group, series_group) = $key
),

held as (
    select
        agency_id,
        any_value(agency_zh) as agency_zh,
        any_value(agency_en) as agency_en,
        any_value(admin_level) as admin_level,
        any_value(region_code) as region_code,
        list_sort(list(distinct year)) as years,
        count(*) as figures,
        count(*) filter (where status = 'unverified') as unverified,
        arg_max(value, (year, period_end, status <> 'unverified', coalesce(published_on, date '0001-01-01'))) as last_value
    from found
    group by agency_id
)

select * from held order by region_code, agency_id
