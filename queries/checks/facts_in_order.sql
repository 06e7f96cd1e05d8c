-- Facts lie sorted by metric, region and period: what makes a page's questions fast.
with placed as (
    select
        fact_id,
        (metric_id, region_code, period_start) as place,
        lag((metric_id, region_code, period_start)) over (order by rowid) as place_before
    from edition.facts
),

unsorted as (
    select fact_id from placed where place < place_before
)

select * from unsorted
