-- Of each metric the comparable group that most bodies report, of a level ($level) and scope ($scope) or of all below the nation;
-- the year in which most of them do, how many, and their median.
with groups as (
    select
        metric_id,
        comparison_group,
        row_number() over (
            partition by metric_id
            order by count(distinct agency_id) desc, sum(figures) desc, max(months = 12) desc, max(year) desc, comparison_group
        ) as turn
    from edition.latest
    where
        settled = $settled
        and not demonstration
        and region_code::varchar <> '100000'
        and ($level is null or admin_level::varchar = $level)
        and ($scope is null or scope::varchar = $scope)
        and metric_id::varchar in $metrics
        and months is not null
        and months is not null
    group by metric_id, comparison_group
),

found as (
    select statistics.metric_id, statistics.comparison_group, statistics.year, statistics.reported, statistics.median
    from edition.group_statistics as statistics
    inner join groups on statistics.comparison_group = groups.comparison_group
    where
        groups.turn = 1
        and statistics.admin_level::varchar is not distinct from $level
        and not statistics.demonstration
        and if($settled, statistics.for_settled, statistics.for_all)
    qualify row_number() over (partition by statistics.metric_id order by statistics.reported desc, statistics.year desc) = 1
)

select * from found order by metric_id
