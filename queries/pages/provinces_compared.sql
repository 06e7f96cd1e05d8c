-- Of each metric the comparable group of whole provinces that most report, the year in which most of them do, and how many do.
with groups as (
    select
        metric_id,
        comparison_group,
        row_number() over (
            partition by metric_id
            order by count(*) desc, sum(figures) desc, max(months = 12) desc, max(year) desc, comparison_group
        ) as turn
    from edition.latest
    where
        settled = $settled
        and not demonstration
        and admin_level = 'province'
        and scope = 'region_wide'
        and metric_id::varchar in $metrics
        and months is not null
    group by metric_id, comparison_group
),

found as (
    select statistics.metric_id, statistics.comparison_group, statistics.year, statistics.reported
    from edition.group_statistics as statistics
    inner join groups on statistics.comparison_group = groups.comparison_group
    where
        groups.turn = 1
        and statistics.admin_level = 'province'
        and not statistics.demonstration
        and if($settled, statistics.for_settled, statistics.for_all)
    qualify row_number() over (partition by statistics.metric_id order by statistics.reported desc, statistics.year desc) = 1
)

select * from found order by metric_id
