-- How many figures of each metric the filters let through, and of whom.
with counted as (
    select
        metric_id,
        count(*)::integer as figures,
        count(*) filter (where status = 'unverified')::integer as unverified,
        sum(source_count)::integer as sources,
        bool_or(demonstration) as demonstration,
        list(distinct agency_id::varchar) as agencies
    from question.facts_found
    group by metric_id
)

select * from counted order by metric_id
