-- How many figures each body has of each year, how many of them to be verified, and one of them, a verified one first.
with found as (
    select agency_id, year, status, fact_id
    from edition.facts
    where
        (len($regions) = 0 or region_code in (select region_code from edition.regions where list_has_any(within, $regions)))
        and (len($statuses) = 0 or status in $statuses)
        and (not demonstration or len($regions) > 0)
),

counted as (
    select
        agency_id,
        year,
        count(*)::integer as figures,
        count(*) filter (where status = 'unverified')::integer as unverified,
        coalesce(min(fact_id) filter (where status <> 'unverified'), min(fact_id)) as fact_id
    from found
    group by agency_id, year
)

select * from counted order by agency_id, year
