-- The bodies that have figures of some topics, with how many and of which years: in how many pages the grids come, and of whom.
with counted as (
    select
        agency_id,
        sum(figures)::integer as figures,
        sum(unverified)::integer as unverified,
        min(first_year) as first_year,
        max(last_year) as last_year,
        max(settled_last_year) as settled_last_year
    from question.holdings_found
    where len($topics) = 0 or topic in $topics
    group by agency_id
)

select * from counted order by agency_id
