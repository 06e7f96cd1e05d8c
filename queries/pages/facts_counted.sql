-- How many figures of each metric the filters let through, of whom and of which years.
with counted as (
    select
        metric_id,
        count(*)::integer as figures,
        count(*) filter (where status = 'unverified')::integer as unverified,
        sum(source_count)::integer as sources,
        bool_or(demonstration) as demonstration,
        list(distinct agency_id::varchar) as agencies,
        min(year)::integer as first_year,
        max(year)::integer as last_year
    from question.facts_found
    group by metric_id
)

select * from counted order by metric_id
