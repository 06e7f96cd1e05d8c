-- The figures that the filters let through.
select * exclude (series_group, comparison_group, position) from question.facts_found
order by position
