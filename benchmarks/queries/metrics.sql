-- The metrics in the order of facts, with how many facts each gets of $facts in all: headline metrics many, most few. `usual`
-- is a usual value of the public record, of the metric or else of its unit.
with seen as (
    select raw_metrics.metric_id, unit, abs(value) as value
    from raw_recorded
    inner join raw_metrics using (metric_id)
),

weighed as (
    select
        row_number() over (order by metric_id) - 1 as metric,
        metric_id,
        topic,
        name_zh,
        kind,
        unit,
        unit_zh,
        dimension,
        if(headline, 4, 0.1 + 1.4 * ((hash(metric_id, $seed, 'weight') % 1000) / 1000) ** 2) as weight,
        coalesce(
            (select median(value) from seen where seen.metric_id = raw_metrics.metric_id),
            (select median(value) from seen where seen.unit = raw_metrics.unit),
            100
        ) as usual
    from raw_metrics
),

shared as (
    select *, sum(weight) over (order by metric) / sum(weight) over () as up_to from weighed
),

counted as (
    select
        *,
        round(up_to * $facts)::bigint - coalesce(lag(round(up_to * $facts)::bigint) over (order by metric), 0) as quota
    from shared
)

select * from counted
order by metric
