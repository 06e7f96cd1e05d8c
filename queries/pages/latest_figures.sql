-- Of each metric the latest figure of the line that says most, of one body ($agency) or of the bodies of a region ($region).
with found as (
    select
        fact_id, metric_id, series_group, agency_id, region_code, subject_id, admin_level, scope, months, baseline, period_start,
        period_end, year, value, value_max, qualifier, status, scope_assumed, previous_year, previous_value, previous_value_max,
        previous_qualifier, previous_status, years, values, topic, metric_zh, metric_en, kind, better, unit, headline
    from edition.latest
    where
        settled = $settled
        and ($agency is null or (first_of_body and agency_id::varchar = $agency))
        and ($region is null or (first_of_region and region_code::varchar = $region))
),

named as (
    select found.*, subjects.subject_zh, subjects.subject_en
    from found
    inner join edition.subjects as subjects on found.subject_id = subjects.subject_id
)

select * from named order by metric_id
