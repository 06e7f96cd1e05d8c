-- What bodies have of metrics, as far as some regions and statuses let it through. Whoever names no status, or
-- `unverified`, has all of it; whoever names others only what is settled, which is not told apart any further.
with found as (
    select
        agency_id,
        metric_id,
        topic,
        region_code,
        admin_level,
        demonstration,
        fact_id,
        settled_last_year,
        if(len($statuses) = 0 or 'unverified' in $statuses, figures, figures - unverified) as figures,
        if(len($statuses) = 0 or 'unverified' in $statuses, unverified, 0) as unverified,
        if(len($statuses) = 0 or 'unverified' in $statuses, first_year, settled_first_year) as first_year,
        if(len($statuses) = 0 or 'unverified' in $statuses, last_year, settled_last_year) as last_year,
        if(len($statuses) = 0 or 'unverified' in $statuses, years, settled_years) as years
    from edition.holdings
    where
        (len($regions) = 0 or region_code in (select region_code from edition.regions where list_has_any(within, $regions)))
        and (not demonstration or len($regions) > 0)
)

select * from found where figures > 0
