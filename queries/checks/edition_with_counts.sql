-- The edition holds what it says it holds.
with wrong as (
    select number
    from edition.edition
    where
        facts <> (select count(*) from edition.facts)
        or reports <> (select count(*) from edition.reports)
        or mentions <> (select count(*) from edition.mentions)
)

select * from wrong
