-- Figures of some comparable groups of a metric ($across bodies or years), one group after the other as $keys has them, at most
-- $most; within a group by region and period, as facts lie. Each column costs: only those that charts read (for the words see
-- words.sql).
with found as (
    select
        fact_id,
        metric_id,
        metric_zh,
        metric_en,
        kind,
        better,
        unit,
        dimension,
        agency_id,
        agency_zh,
        agency_en,
        agency_short_zh,
        subject_id,
        subject_zh,
        subject_en,
        admin_level,
        body_kind,
        region_code,
        region_zh,
        region_en,
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
        comparison_group
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
    order by list_position($keys, if($across = 'bodies', comparison_group, series_group)), rowid
    limit $most
)

select * from found
