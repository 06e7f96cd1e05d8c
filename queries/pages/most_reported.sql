-- Of each metric the comparable group and year that most bodies of a level ($level), or of all below the nation, report;
-- the latest such year; how many do, and their median.
with found as (
    select metric_id, comparison_group, year, reported, median
    from edition.group_statistics
    where
        metric_id::varchar in $metrics
        and admin_level::varchar is not distinct from $level
        and not demonstration
        and if($settled, for_settled, for_all)
    qualify row_number() over (partition by metric_id order by reported desc, year desc, comparison_group) = 1
)

select * from found order by metric_id
