-- The rows of stg_compared with the latest figures of every line (see stg_lined.sql), among all figures and among the settled
-- ones; once for each of the bodies that publish the line, `is_own` for the one that published its latest figure. What leaves
-- its period open is in line with nothing.
with variants as (
    select months, false as settled, history from stg_lined where history is not null
    union all
    select months, true as settled, settled_history as history from stg_lined where settled_history is not null
),

undated as (
    select settled, unnest(history) as figure from variants where months is null
),

lined as (
    select settled, history from variants where months is not null
    union all
    select settled, [figure] as history from undated
),

ended as (
    select
        settled,
        history,
        len(history)::integer as figures,
        history[-1]['mark'] // 4 as place,
        history[-2]['mark'] // 4 as place_before
    from lined
),

published as (
    select ended.*, latest.agency_id, true as is_own
    from ended
    inner join stg_compared as latest on ended.place = latest.rowid
    union all
    select ended.*, publishers.agency_id, false as is_own
    from ended
    inner join stg_compared as latest on ended.place = latest.rowid
    inner join stg_publishers as publishers using (series_group, subject_id, demonstration)
    where latest.agency_id <> publishers.agency_id and (publishers.has_settled or not ended.settled)
)

select * from published
