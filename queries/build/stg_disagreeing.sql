-- Subjects of which one figure says otherwise than another. What is stated once more says the same.
select agency_id, metric_id, scope, period_start, period_end, baseline
from stg_figures
group by agency_id, metric_id, scope, period_start, period_end, baseline
having min(value) < max(value)
