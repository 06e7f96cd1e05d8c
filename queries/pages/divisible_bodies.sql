-- How many bodies have a total of the filtered figures that can be divided: by residents (a census at most
-- $residents_years_apart away, totals of whole areas), or by another metric of their own ($ids, $divisors and $years_apart, one
-- beside the other), which must cover the very same period where it is a flow.
with totals as (
    select agency_id, region_code, scope, year, period_start, period_end
    from question.facts_found
    where additive and kind in ('flow', 'stock') and scope <> 'sample' and value is not null
),

asked as (
    select unnest($ids) as id, unnest($divisors) as metric_id, unnest($years_apart) as years_apart
),

divisors as (
    select asked.id, asked.years_apart, facts.agency_id, facts.scope, facts.year, facts.kind, facts.period_start, facts.period_end
    from edition.facts as facts
    inner join asked on facts.metric_id = asked.metric_id
    where facts.metric_id in $divisors and facts.value > 0 and (len($statuses) = 0 or facts.status in $statuses)
),

pairs as (
    select divisors.id, totals.agency_id
    from totals
    inner join divisors
        on totals.agency_id = divisors.agency_id
        and totals.scope = divisors.scope
        and totals.year between divisors.year - divisors.years_apart and divisors.year + divisors.years_apart
    where
        divisors.kind <> 'flow'
        or (totals.period_start = divisors.period_start and totals.period_end = divisors.period_end)
    union all
    select $residents as id, totals.agency_id
    from totals
    inner join edition.population as population
        on totals.region_code = population.region_code
        and abs(totals.year - year(population.date)) <= $residents_years_apart
    where totals.scope in ('national', 'region_wide')
),

counted as (
    select id, count(distinct agency_id) as bodies from pairs group by id
)

select * from counted order by id
