-- Facts lie sorted by metric, region and period: what makes a page's questions fast.
with placed as (
    select
        fact_id,
        (metric_id, region_code, period_start) as place
    from edition.facts
),

ordered as (
    select
        fact_id,
        place,
        lag(place) over () as place_before
    from placed
),

unsorted as (
    select fact_id from ordered where place < place_before
)

select * from unsorted
