-- How much there is of each metric in a region, all of it or what is settled; metrics without a figure are left out.
-- years: how long the longest line of one body is. comparable: how many subjects stand beside each other in one year, at most.
with counted as (
    select metric_id, figures, agencies, subjects, years, comparable
    from edition.region_metrics
    where region_code::varchar = $region and settled = $settled
)

select * from counted order by metric_id
