-- The first and the last year that figures end in.
with span as (
    select
        min(year) as first_year,
        max(year) as last_year
    from edition.facts
)

select * from span
