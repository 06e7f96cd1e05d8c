-- What a body has of a topic in a year, in one row, as in holdings.sql.
with held as (
    select
        agency_id,
        year,
        topic,
        any_value(region_code) as region_code,
        demonstration,
        count(*)::integer as figures,
        (count(*) filter (where status = 'unverified'))::integer as unverified,
        coalesce(min(fact_id) filter (where status <> 'unverified'), min(fact_id)) as fact_id
    from facts
    group by agency_id, year, topic, demonstration
)

select * from held
order by agency_id, year, topic, demonstration
