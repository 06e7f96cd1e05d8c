-- Every metric of the catalogue, with how many figures of how many agencies it has (none is 0).
with counted as (
    select metric_id, count(*) as facts, count(distinct agency_id) as agencies, min(year) as first_year, max(year) as last_year
    from edition.facts
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
