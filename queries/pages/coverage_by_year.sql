-- How many figures some bodies (all where none is named) have of each year, how many of them to be verified, and one of them,
-- a verified one first: for the grid of who reported when.
with found as (
    select
        agency_id,
        year,
        fact_id,
        unverified,
        figures > unverified as settled,
        if(len($statuses) = 0 or 'unverified' in $statuses, figures, figures - unverified) as asked
    from edition.yearly_holdings
    where
        (len($regions) = 0 or region_code in (select region_code from edition.regions where list_has_any(within, $regions)))
        and (len($topics) = 0 or topic in $topics)
        and (len($agencies) = 0 or agency_id in $agencies)
        and (not demonstration or len($regions) > 0)
        and asked > 0
),

counted as (
    select
        agency_id,
        year,
        sum(asked)::integer as figures,
        sum(if(len($statuses) = 0 or 'unverified' in $statuses, unverified, 0))::integer as unverified,
        coalesce(min(fact_id) filter (where settled), min(fact_id)) as fact_id
    from found
    group by agency_id, year
)

select * from counted order by agency_id, year
