-- How many figures some bodies have of each year, of a topic ($topic, or any), how many of them to be verified, and one of them,
-- a verified one first: for the grid of who reported when.
with asked as (
    select unnest($agencies::varchar[])::edition.agency_id as agency_id
),

counted as (
    select
        agency_id,
        year,
        sum(if($settled, figures - unverified, figures))::integer as figures,
        sum(if($settled, 0, unverified))::integer as unverified,
        coalesce(min(fact_id) filter (where figures > unverified), min(fact_id)) as fact_id
    from edition.yearly_holdings
    semi join asked using (agency_id)
    where
        (not demonstration or $invented)
        and (not $settled or figures > unverified)
        and ($topic is null or topic::varchar = $topic)
    group by agency_id, year
)

select * from counted order by agency_id, year
