-- The figures that the filters let through.
select * exclude (series_group, comparison_group, place) from question.facts_found
order by place
