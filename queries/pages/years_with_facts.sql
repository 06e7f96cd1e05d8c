-- The first and the last year that figures end in.
with span as (
    select
        min(first_year) as first_year,
        max(last_year) as last_year
    from edition.holdings
)

select * from span
