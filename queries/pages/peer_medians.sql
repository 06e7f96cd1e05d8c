-- Of each metric the median of the bodies below the nation that reported likewise: of the comparable group that most bodies
-- report, in the year in which most of them do.
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
        and metric_id::varchar in $metrics
        and months is not null
    group by metric_id, comparison_group
),

found as (
    select statistics.metric_id, statistics.year, statistics.median, statistics.reported
    from edition.group_statistics as statistics
    inner join groups on statistics.comparison_group = groups.comparison_group
    where
        groups.turn = 1
        and statistics.admin_level is null
        and not statistics.demonstration
        and if($settled, statistics.for_settled, statistics.for_all)
    qualify row_number() over (partition by statistics.metric_id order by statistics.reported desc, statistics.year desc) = 1
)

select * from found order by metric_id
