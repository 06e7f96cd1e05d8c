-- The latest figure of every line (one body, metric, scope, baseline and length of period), with the figure before it and how
-- long the line is: among all figures, and among the settled ones. What leaves its period open is in line with nothing.
with lines as (
    select
        count_if(for_all)::integer as figures,
        count_if(for_settled)::integer as settled_figures,
        arg_max(rowid, year, 2) filter (where for_all) as rows,
        arg_max(rowid, year, 2) filter (where for_settled) as settled_rows
    from stg_compared
    group by series_group, agency_id, demonstration, if(months is null, fact_id, null)
),

lined as (
    select false as settled, figures, rows from lines where figures > 0
    union all
    select true as settled, settled_figures as figures, settled_rows as rows from lines where settled_figures > 0
),

paired as (
    select
        latest.* exclude (for_all, for_settled, better, published_on, whole_area, cell),
        lined.settled,
        lined.figures,
        before.year as previous_year,
        before.value as previous_value,
        before.value_max as previous_value_max,
        before.qualifier as previous_qualifier
    from lined
    inner join stg_compared as latest on lined.rows[1] = latest.rowid
    left join stg_compared as before on lined.rows[2] = before.rowid
)

select * from paired
order by agency_id, metric_id, settled, series_group, demonstration
