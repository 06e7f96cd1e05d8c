-- The latest figure of every line (one body, metric, scope, baseline and length of period), with the figure before it and how
-- long the line is: among all figures, and among the settled ones. What leaves its period open is in line with nothing.
with lined as (
    select
        false as settled,
        count(*)::integer as figures,
        arg_max(rowid, year, 2) as rows
    from stg_compared
    where for_all
    group by series_group, agency_id, demonstration, if(months is null, fact_id, null)
    union all
    select
        true as settled,
        count(*)::integer as figures,
        arg_max(rowid, year, 2) as rows
    from stg_compared
    where for_settled
    group by series_group, agency_id, demonstration, if(months is null, fact_id, null)
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
