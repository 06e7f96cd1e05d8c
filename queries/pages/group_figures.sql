-- Figures of some comparable groups of a metric ($across bodies or years), in no order; `place` is theirs among the facts. Each
-- column costs: only those that charts read (for the words see words.sql), names by yearbook/warehouse/names.py.
with found as (
    select
        fact_id,
        metric_id,
        agency_id,
        subject_id,
        region_code,
        scope,
        scope_assumed,
        wider_extent,
        period_start,
        period_end,
        year,
        months,
        baseline,
        value,
        value_max,
        qualifier,
        value_as_written,
        unit_as_written,
        status,
        source_title,
        published_on,
        series_group,
        comparison_group,
        rowid as place
    from edition.facts
    where
        metric_id::varchar = $metric
        and if($across = 'bodies', comparison_group, series_group) in $keys
        and (len($regions) = 0 or region_code in (select region_code from edition.regions where list_has_any(within, $regions)))
        and (len($levels) = 0 or admin_level in $levels)
        and (len($subjects) = 0 or subject_id in $subjects)
        and ($from_year is null or year >= $from_year)
        and ($to_year is null or year <= $to_year)
        and (len($statuses) = 0 or status in $statuses)
        and (not demonstration or len($regions) > 0 or len($subjects) > 0)
)

select * from found
