-- How many bodies of each level have any figure in each region with all below it. What is invented does not count in the nation.
with reaching as (
    select region_code, unnest(within)::region_code as within_code
    from edition.regions
),

found as (
    select
        reaching.within_code as region_code,
        holdings.admin_level,
        count(distinct holdings.agency_id)::integer as bodies
    from edition.holdings as holdings
    inner join reaching on holdings.region_code = reaching.region_code
    where not holdings.demonstration or reaching.within_code <> '100000'
    group by reaching.within_code, holdings.admin_level
)

select * from found
order by region_code, admin_level
