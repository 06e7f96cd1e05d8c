-- The facts of the touched bodies in the next edition: of each what is needed to count what they hold.
with told as (
    select
        rowid as place,
        fact_id,
        topic,
        metric_id,
        agency_id,
        admin_level,
        region_code,
        scope,
        baseline,
        year,
        months,
        status,
        demonstration
    from before.facts
    where agency_id in (select agency_id::agency_id from touched_subjects)
),

staying as (
    select * exclude (place) from told where place not in (select place from facts_before)
),

held as (
    select * from staying
    union all by name
    select
        fact_id,
        topic,
        metric_id,
        agency_id,
        admin_level,
        region_code,
        scope,
        baseline,
        year,
        months,
        status,
        demonstration
    from edition.facts
)

select * from held
