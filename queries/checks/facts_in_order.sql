-- Facts lie sorted by metric, region and period: what makes a page's questions fast. Those that were added to an edition since
-- it was last built from all its sources lie behind the others.
with placed as (
    select
        fact_id,
        (metric_id, region_code, period_start) as place
    from edition.facts
),

numbered as (
    select
        fact_id,
        place,
        lag(place) over () as place_before,
        row_number() over () as number
    from placed
),

unsorted as (
    select fact_id
    from numbered
    where
        place < place_before
        and number <= (select count(*) from edition.facts) - (select appended from edition.edition)
)

select * from unsorted
