-- How many figures a body has of each topic and year, how many of them to be verified, and one of them, a verified one first.
with found as (
    select
        topic,
        year,
        fact_id,
        if($settled, figures - unverified, figures) as figures,
        if($settled, 0, unverified) as unverified
    from edition.yearly_holdings
    where agency_id::varchar = $agency and (not $settled or figures > unverified)
)

select * from found order by topic, year
