-- The rows of stg_compared with the latest figures of every line and the values of all years, among all figures and among the
-- settled ones; once for each of the bodies that publish the line, `is_own` for the one that published its latest figure.
with lines as (
    select
        count_if(for_all)::integer as figures,
        count_if(for_settled)::integer as settled_figures,
        arg_max(rowid, year, 2) filter (where for_all) as rows,
        arg_max(rowid, year, 2) filter (where for_settled) as settled_rows,
        list_sort(list({'year': year, 'value': value}) filter (where for_all)) as history,
        list_sort(list({'year': year, 'value': value}) filter (where for_settled)) as settled_history
    from stg_compared
    group by series_group, subject_id, demonstration, if(months is null, fact_id, null)
),

lined as (
    select false as settled, figures, rows, history from lines where figures > 0
    union all
    select true as settled, settled_figures as figures, settled_rows as rows, settled_history as history
    from lines where settled_figures > 0
),

published as (
    select lined.*, latest.agency_id, true as is_own
    from lined
    inner join stg_compared as latest on lined.rows[1] = latest.rowid
    union all
    select lined.*, publishers.agency_id, false as is_own
    from lined
    inner join stg_compared as latest on lined.rows[1] = latest.rowid
    inner join stg_publishers as publishers using (series_group, subject_id, demonstration)
    where latest.agency_id <> publishers.agency_id and (publishers.has_settled or not lined.settled)
)

select * from published
