-- What the other bodies of a body's level report: each metric with how many do, when last, and whether the body itself does,
-- be it verified or not.
with asked as (
    select admin_level, demonstration from edition.agencies
    where agency_id::varchar = $agency
),

told as (
    select
        holdings.metric_id,
        count(*) filter (where holdings.others) as bodies,
        max(if(len($statuses) = 0 or 'unverified' in $statuses, holdings.last_year, holdings.settled_last_year))
            filter (where holdings.others) as last_year,
        bool_or(holdings.own) as own
    from (
        select
            *,
            agency_id::varchar = $agency as own,
            not own and (len($statuses) = 0 or 'unverified' in $statuses or figures > unverified) as others
        from edition.holdings
    ) as holdings
    semi join asked on holdings.admin_level = asked.admin_level and holdings.demonstration = asked.demonstration
    group by holdings.metric_id
),

named as (
    select
        metrics.metric_id,
        metrics.name_zh as metric_zh,
        metrics.name_en as metric_en,
        metrics.topic,
        told.bodies,
        told.last_year,
        told.own
    from told
    inner join edition.metrics as metrics on told.metric_id = metrics.metric_id
)

select * from named order by bodies desc, last_year desc, metric_id
