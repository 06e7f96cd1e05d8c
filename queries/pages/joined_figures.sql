-- Of the figures that some reports state: how many the edition before had already, from another source that still stands.
with stated as (
    select distinct fact_id
    from edition.mentions
    where report_id in $reports and fact_id is not null
),

elsewhere as (
    select distinct fact_id
    from edition.sources
    where fact_id in (select fact_id from stated) and (report_id is null or report_id not in $reports)
),

joined as (
    select count(*) as figures
    from elsewhere
    where fact_id not in (select fact_id from edition.changes where change <> 'removed')
)

select * from joined
