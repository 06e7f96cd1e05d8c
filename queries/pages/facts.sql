-- The figures that the filters let through.
select * exclude (series_group, comparison_group) from question.facts_found
order by metric_id, region_code, period_start, period_end, scope, baseline nulls first, value, fact_id
