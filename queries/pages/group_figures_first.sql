-- The first $most of group_figures.sql, one group after the other as $keys has them; within a group as facts lie.
with found as (
    select *
    from question.group_figures
    order by list_position($keys, if($across = 'bodies', comparison_group, series_group)), place
    limit $most
)

select * from found
