-- What the bodies of a level report, real ones or invented ones, or some of them ($agencies): each metric with how many do, all
-- or settled, and when last.
with counted as (
    select
        metric_id,
        count(*) as bodies,
        max(if($settled, settled_last_year, last_year)) as last_year
    from edition.holdings
    where
        admin_level::varchar = $level
        and demonstration = $demonstration
        and (len($agencies) = 0 or agency_id::varchar in $agencies)
        and (not $settled or figures > unverified)
    group by metric_id
),

named as (
    select
        counted.metric_id,
        metrics.name_zh as metric_zh,
        metrics.name_en as metric_en,
        metrics.topic,
        counted.bodies,
        counted.last_year
    from counted
    inner join edition.metrics as metrics on counted.metric_id = metrics.metric_id
)

select * from named order by bodies desc, last_year desc, metric_id
