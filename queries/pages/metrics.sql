-- Every metric of the catalogue, with how many figures of how many agencies it has (none is 0).
with counted as (
    select
        metric_id,
        sum(figures)::bigint as facts,
        count(*) as agencies,  -- each has one row of a metric, another only of invented figures
        min(first_year) as first_year,
        max(last_year) as last_year
    from edition.holdings
    where not demonstration
    group by metric_id
),

named as (
    select
        metrics.*,
        coalesce(counted.facts, 0) as facts,
        coalesce(counted.agencies, 0) as agencies,
        counted.first_year,
        counted.last_year
    from edition.metrics as metrics
    left join counted on metrics.metric_id = counted.metric_id
)

select * from named order by topic, metric_id
