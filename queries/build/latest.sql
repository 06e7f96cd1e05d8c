-- The latest figure of every line (one subject, metric, baseline and length of period), with the figure before it and the values
-- of all years: among all figures, and among the settled ones. What leaves its period open is in line with nothing. A line stands
-- once for each of the bodies that publish it (`agency_id`).
-- `first_of_body` and `first_of_region`: of the lines of a metric it says most, the widest scope first, whole years before parts,
-- the latest, against the year before, the longest line.
with ranked as (
    select
        lined.settled,
        lined.is_own,
        lined.agency_id,
        latest.rowid as latest_row,
        latest.region_code,
        latest.metric_id,
        (
            latest.scope, latest.months not in (0, 12), -latest.year, coalesce(latest.baseline, '') not in ('', 'previous_year'),
            -lined.figures, latest.period_start, latest.series_group
        ) as turn
    from stg_latest as lined
    inner join stg_compared as latest on lined.rows[1] = latest.rowid
),

firsts_of_bodies as (
    select settled, agency_id, arg_min(latest_row, turn) as latest_row from ranked group by agency_id, metric_id, settled
),

firsts_of_regions as (
    select settled, arg_min(latest_row, turn) as latest_row from ranked where is_own group by region_code, metric_id, settled
),

paired as (
    select
        latest.* exclude (for_all, for_settled, better, published_on, cell, fact_row) replace (lined.agency_id as agency_id),
        lined.settled,
        lined.figures,
        before.year as previous_year,
        before.value as previous_value,
        before.value_max as previous_value_max,
        before.qualifier as previous_qualifier,
        before.status as previous_status,
        [x['year'] for x in lined.history] as years,
        [x['value'] for x in lined.history] as values,
        (latest.rowid, lined.settled, lined.agency_id) in (select (latest_row, settled, agency_id) from firsts_of_bodies)
            as first_of_body,
        lined.is_own and (latest.rowid, lined.settled) in (select (latest_row, settled) from firsts_of_regions) as first_of_region
    from stg_latest as lined
    inner join stg_compared as latest on lined.rows[1] = latest.rowid
    left join stg_compared as before on lined.rows[2] = before.rowid
),

named as (
    select
        paired.*,
        metrics.topic,
        metrics.name_zh as metric_zh,
        metrics.name_en as metric_en,
        metrics.kind, metrics.better,
        metrics.unit,
        metrics.headline
    from paired
    inner join metrics on paired.metric_id = metrics.metric_id
)

select * from named
order by agency_id, metric_id, settled, series_group, demonstration
