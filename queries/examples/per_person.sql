-- Energy use per person of each body, year by year.
select agency_zh, year, value, unit, scope, status, source_title
from facts
where metric_id = 'energy.per_capita_use' and not demonstration
order by agency_zh, year
