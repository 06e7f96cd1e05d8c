-- Every statement in numbers, which are quicker to group than words: `fact` for its id, `place` for what it speaks of.
select
    hash(fact_id) as fact,
    hash(agency_id, metric_id, scope, period_start, period_end, baseline) as place,
    value
from stated_figures
