-- The bodies that have figures of a topic ($topic, or any), with how many and of which years: in how many pages the grids come,
-- and of whom. Invented figures count only where $invented.
with counted as (
    select
        agency_id,
        any_value(region_code) as region_code,
        sum(if($settled, figures - unverified, figures))::integer as figures,
        sum(if($settled, 0, unverified))::integer as unverified,
        min(if($settled, settled_first_year, first_year)) as first_year,
        max(if($settled, settled_last_year, last_year)) as last_year,
        max(settled_last_year) as settled_last_year
    from edition.holdings
    where
        (not demonstration or $invented)
        and (not $settled or figures > unverified)
        and ($topic is null or topic::varchar = $topic)
    group by agency_id
)

select * from counted order by agency_id
