-- How many metrics each topic has, and how many figures.
select
    metrics.topic,
    count(distinct metrics.metric_id) as metrics,
    count(facts.fact_id) as figures
from metrics
left join facts on metrics.metric_id = facts.metric_id and not facts.demonstration
group by metrics.topic
order by figures desc
