-- Of the figures that some reports state: how many the edition before had already, from another source that still stands.
with stated as (
    select
        fact_id,
        bool_or(report_id in $reports) as here,
        bool_or(report_id is null or report_id not in $reports) as elsewhere
    from edition.sources
    group by fact_id
),

joined as (
    select count(*) as figures
    from stated
    where here and elsewhere and fact_id not in (select fact_id from edition.changes where change <> 'removed')
)

select * from joined
