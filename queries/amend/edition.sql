-- What the next edition says of itself: as the one before, but for what goes and what comes.
with holding as (
    select agency_id::varchar as agency_id
    from before.holdings
    where rowid not in (select place from holdings_before)
    union
    select agency_id::varchar as agency_id from holdings_after
),

invented as (
    select demonstration from before.reports where rowid not in (select place from reports_before)
    union all
    select demonstration from reports_made
),

counted as (
    select made.* replace (
        (before_it.facts - (select count(*) from facts_before) + (select count(*) from edition.facts))::integer as facts,
        (before_it.reports - (select count(*) from reports_before) + (select count(*) from reports_made))::integer as reports,
        (
            before_it.mentions
            - (select count(*) from mentions_before)
            + (select count(*) from edition.mentions)
        )::integer as mentions,
        (select count(*) from holding)::integer as agencies,
        (
            before_it.unverified
            - (select count(*) from facts_before where status = 'unverified')
            + (select count(*) from edition.facts where status = 'unverified')
        )::integer as unverified,
        (select count(*) > 0 from invented where demonstration) as demonstration,
        $appended::integer as appended
    )
    from edition.edition as made
    cross join before.edition as before_it
)

select * from counted
