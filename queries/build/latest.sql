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
        list(year order by year) filter (where for_all) as years,
        list(year order by year) filter (where for_settled) as settled_years,
        list(value order by year) filter (where for_all) as values,
        list(value order by year) filter (where for_settled) as settled_values
    from stg_compared
    group by series_group, agency_id, demonstration, if(months is null, fact_id, null)
),

lined as (
    select false as settled, figures, rows, years, values from lines where figures > 0
    union all
    select
        true as settled,
        settled_figures as figures,
        settled_rows as rows,
        settled_years as years,
        settled_values as values
    from lines
    where settled_figures > 0
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
        lined.years,
        lined.values
    from lined
    inner join stg_compared as latest on lined.rows[1] = latest.rowid
    left join stg_compared as before on lined.rows[2] = before.rowid
),

placed as (
    select
        *,
        row_number() over (
            partition by agency_id, metric_id, settled
            order by
                scope, months in (0, 12) desc, year desc, coalesce(baseline, 'previous_year') = 'previous_year' desc,
                figures desc, period_start, series_group
        ) = 1 as first_of_body,
        row_number() over (
            partition by region_code, metric_id, settled
            order by
                scope, months in (0, 12) desc, year desc, coalesce(baseline, 'previous_year') = 'previous_year' desc,
                figures desc, period_start, series_group
        ) = 1 as first_of_region
    from paired
),

named as (
    select
        placed.*,
        metrics.topic,
        metrics.name_zh as metric_zh,
        metrics.name_en as metric_en,
        metrics.kind, metrics.better,
        metrics.unit,
        metrics.headline
    from placed
    inner join metrics on placed.metric_id = metrics.metric_id
)

select * from named
order by agency_id, metric_id, settled, series_group, demonstration
