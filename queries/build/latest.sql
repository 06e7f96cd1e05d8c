-- The latest figure of every line (one body, metric, scope, baseline and length of period), with the figure before it and the
-- values of all years: among all figures, and among the settled ones. What leaves its period open is in line with nothing.
-- `first_of_body` and `first_of_region`: of the lines of a metric it says most, the widest scope first, whole years before parts,
-- the latest, against the year before, the longest line.
with lines as (
    select
        count_if(for_all)::integer as figures,
        count_if(for_settled)::integer as settled_figures,
        arg_max(rowid, year, 2) filter (where for_all) as rows,
        arg_max(rowid, year, 2) filter (where for_settled) as settled_rows,
        list_sort(list({'year': year, 'value': value}) filter (where for_all)) as history,
        list_sort(list({'year': year, 'value': value}) filter (where for_settled)) as settled_history
    from stg_compared
    group by series_group, agency_id, demonstration, if(months is null, fact_id, null)
),

lined as (
    select false as settled, figures, rows, history from lines where figures > 0
    union all
    select true as settled, settled_figures as figures, settled_rows as rows, settled_history as history
    from lines where settled_figures > 0
),

ranked as (
    select
        lined.settled,
        latest.rowid as latest_row,
        latest.agency_id,
        latest.region_code,
        latest.metric_id,
        (
            latest.scope, latest.months not in (0, 12), -latest.year, coalesce(latest.baseline, '') not in ('', 'previous_year'),
            -lined.figures, latest.period_start, latest.series_group
        ) as turn
    from lined
    inner join stg_compared as latest on lined.rows[1] = latest.rowid
),

firsts_of_bodies as (
    select settled, arg_min(latest_row, turn) as latest_row from ranked group by agency_id, metric_id, settled
),

firsts_of_regions as (
    select settled, arg_min(latest_row, turn) as latest_row from ranked group by region_code, metric_id, settled
),

paired as (
    select
        latest.* exclude (for_all, for_settled, better, published_on, whole_area, cell, fact_row),
        lined.settled,
        lined.figures,
        before.year as previous_year,
        before.value as previous_value,
        before.value_max as previous_value_max,
        before.qualifier as previous_qualifier,
        before.status as previous_status,
        [x['year'] for x in lined.history] as years,
        [x['value'] for x in lined.history] as values,
        (latest.rowid, lined.settled) in (select (latest_row, settled) from firsts_of_bodies) as first_of_body,
        (latest.rowid, lined.settled) in (select (latest_row, settled) from firsts_of_regions) as first_of_region
    from lined
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
