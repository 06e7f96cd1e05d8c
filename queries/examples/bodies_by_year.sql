-- How many bodies published figures in each year, and how many figures.
select year, count(distinct agency_id) as bodies, count(*) as figures
from facts
where not demonstration
group by year
order by year
