-- How many figures a body has of each topic and year, how many of them to be verified, and one of them, a verified one first.
with asked as (
    select
        topic,
        year,
        fact_id,
        if(len($statuses) = 0 or 'unverified' in $statuses, figures, figures - unverified) as figures,
        if(len($statuses) = 0 or 'unverified' in $statuses, unverified, 0) as unverified
    from edition.yearly_holdings
    where agency_id::varchar = $agency
),

held as (
    select * from asked where figures > 0
)

select * from held order by topic, year
