-- How much there is of each metric, in some regions and settled or not; metrics without a figure are left out.
-- years: how long the longest line of one agency is.
with counted as (
    select
        metric_id,
        sum(figures)::bigint as figures,
        count(*) as agencies,
        max(years) as years
    from question.holdings_found
    group by metric_id
)

select * from counted order by metric_id
