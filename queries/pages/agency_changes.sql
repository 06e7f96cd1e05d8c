-- What differs from the edition before, by agency: how many figures were added, revised and removed, and the first $most of them;
-- of real agencies, and as the filters ask.
with asked as (
    select changes.*
    from question.changes as changes
    inner join edition.metrics as metrics on changes.metric_id = metrics.metric_id::varchar
    inner join edition.agencies as agencies on changes.agency_id = agencies.agency_id::varchar
    inner join edition.regions as regions on agencies.region_code = regions.region_code
    where
        not agencies.demonstration
        and (len($agencies) = 0 or changes.agency_id in $agencies)
        and (len($metrics) = 0 or changes.metric_id in $metrics)
        and (len($topics) = 0 or metrics.topic::varchar in $topics)
        and (len($regions) = 0 or list_has_any(regions.within, $regions))
),

counted as (
    select
        *,
        count_if(change = 'added') over (partition by agency_id)::integer as added,
        count_if(change = 'revised') over (partition by agency_id)::integer as revised,
        count_if(change = 'removed') over (partition by agency_id)::integer as removed,
        row_number() over (partition by agency_id order by change, metric_id, year, fact_id) as turn
    from asked
),

first_ones as (
    select * from counted where turn <= $most
)

select * from first_ones order by agency_id, turn
