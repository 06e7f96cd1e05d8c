-- Energy use per person of each subject, year by year.
select subject_zh, year, value, unit, scope, status, source_title
from facts
where metric_id = 'energy.per_capita_use' and not demonstration
order by subject_zh, year
