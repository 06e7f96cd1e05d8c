-- The latest figure of the line that says most of a metric, of a body or of the bodies of a region, with the figure before it and
-- the values of all years: among all figures, and among the settled ones. Of the lines of a metric it says most, the widest scope
-- first, whole years before parts, the latest, against the year before, the longest line.
with ranked as (
    select
        lined.rowid as line,
        lined.settled,
        lined.is_own,
        lined.agency_id,
        latest.region_code,
        latest.metric_id,
        (
            latest.scope, latest.months not in (0, 12), -latest.year, coalesce(latest.baseline, '') not in ('', 'previous_year'),
            -lined.figures, latest.period_start, latest.series_group
        ) as turn
    from stg_latest as lined
    inner join stg_compared as latest on lined.place = latest.rowid
),

firsts_of_bodies as (
    select arg_min(line, turn) as line from ranked group by agency_id, metric_id, settled
),

firsts_of_regions as (
    select arg_min(line, turn) as line from ranked where is_own group by region_code, metric_id, settled
),

chosen as (
    select
        *,
        rowid in (select line from firsts_of_bodies) as first_of_body,
        rowid in (select line from firsts_of_regions) as first_of_region
    from stg_latest
),

paired as (
    select
        latest.* exclude (
            comparison_group, demonstration, wider_extent, for_all, for_settled, better, published_on, cell, fact_row
        ) replace (chosen.agency_id as agency_id),
        metrics.headline,
        chosen.settled,
        before.year as previous_year,
        before.value as previous_value,
        before.value_max as previous_value_max,
        before.qualifier as previous_qualifier,
        before.value_as_written as previous_value_as_written,
        before.status as previous_status,
        [x['year'] for x in chosen.history] as years,
        [x['value'] for x in chosen.history] as values,
        chosen.first_of_body,
        chosen.first_of_region
    from chosen
    inner join stg_compared as latest on chosen.place = latest.rowid
    inner join metrics on latest.metric_id = metrics.metric_id
    left join stg_compared as before on chosen.place_before = before.rowid
    where chosen.first_of_body or chosen.first_of_region
)

select * from paired
order by agency_id, metric_id, settled, series_group, fact_id
