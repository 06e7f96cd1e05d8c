-- Of each metric the latest figure of the line that says most, of one body ($agency) or of the bodies of a region ($region).
-- Names by yearbook/warehouse/names.py.
with found as (
    select
        fact_id, metric_id, series_group, agency_id, region_code, subject_id, admin_level, scope, months, baseline, period_start,
        period_end, year, value, value_max, qualifier, status, scope_assumed, previous_year, previous_value, previous_value_max,
        previous_qualifier, value_as_written, previous_value_as_written, previous_status, years, values
    from edition.latest
    where
        settled = $settled
        and ($agency is null or (first_of_body and agency_id::varchar = $agency))
        and ($region is null or (first_of_region and region_code::varchar = $region))
)

select * from found
