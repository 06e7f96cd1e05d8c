-- What the figures of a comparable group come to in a year, for all bodies below the nation (admin_level null) and by level: how
-- many bodies report, the quartiles, the extremes. A row is of all figures, of the settled ones, or of both.
with compared as (
    select * from stg_compared where region_code <> '100000' and months is not null
),

mixed as (
    select distinct comparison_group, year, demonstration from compared where for_all <> for_settled
),

variants as (
    select compared.* replace (mixed.year is null as for_settled)
    from compared
    left join mixed using (comparison_group, year, demonstration)
    where compared.for_all
    union all
    select compared.* replace (false as for_all)
    from compared
    semi join mixed using (comparison_group, year, demonstration)
    where compared.for_settled
),

counted as (
    select
        metric_id, comparison_group, year, admin_level, demonstration, for_all, for_settled,
        count(*)::integer as reported,
        count_if(status = 'unverified')::integer as unverified,
        min(value) as lowest,
        quantile_cont(value, [0.25, 0.5, 0.75]) as quartiles,
        max(value) as highest
    from variants
    where scope <> 'sample'
    group by grouping sets (
        (metric_id, comparison_group, year, demonstration, for_all, for_settled),
        (metric_id, comparison_group, year, admin_level, demonstration, for_all, for_settled)
    )
)

select
    * exclude (quartiles),
    quartiles[1] as lower_quartile,
    quartiles[2] as median,
    quartiles[3] as upper_quartile
from counted
order by metric_id, comparison_group, year, admin_level nulls first, demonstration, for_all desc
