-- Only a change is negative; a range has both ends, the smaller first; a stock has one day.
with wrong as (
    select fact_id
    from edition.facts
    where
        (value < 0 and kind <> 'change')
        or not isfinite(value)
        or (value_max is not null and abs(value_max) < abs(value))
        or period_start > period_end
)

select * from wrong
