-- Of the figures that some reports state: how many the edition before had already, from another source that still stands.
with stated as (
    select distinct fact_id
    from edition.mentions
    where report_id in (select unnest($reports)) and fact_id is not null
),

known as (
    select fact_id
    from stated
    where fact_id not in (select fact_id from edition.changes where change <> 'removed')
),

joined as (
    select count(distinct fact_id) as figures
    from edition.sources
    where fact_id in (select fact_id from known) and (report_id is null or report_id not in $reports)
)

select * from joined
