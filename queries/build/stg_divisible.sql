-- By what a line's totals can be divided (the ids of denominators): by residents of the region (a census near enough, totals of
-- whole areas), or by a figure of the same subject, which must cover the very same period where it is a flow.
with totals as (
    select
        metric_id, series_group, subject_id, region_code, demonstration, scope, year, period_start, period_end,
        status <> 'unverified' as is_settled
    from edition.facts
    where additive and kind in ('flow', 'stock') and scope <> 'sample'
),

asked as (
    select id, metric_id, years_apart, least, unnest(divided) as total
    from raw_denominators
    where metric_id is not null
),

divisors as (
    select
        asked.id, asked.total, asked.years_apart, facts.subject_id, facts.year, facts.kind, facts.period_start,
        facts.period_end, facts.status <> 'unverified' as is_settled
    from edition.facts as facts
    inner join asked on facts.metric_id = asked.metric_id
    where facts.value > 0 and facts.value >= asked.least
),

pairs as (
    select totals.*, divisors.id, totals.is_settled and divisors.is_settled as both_settled
    from totals
    inner join divisors
        on totals.metric_id = divisors.total
        and totals.subject_id = divisors.subject_id
        and abs(totals.year - divisors.year) <= divisors.years_apart
    where
        divisors.kind <> 'flow'
        or (totals.period_start = divisors.period_start and totals.period_end = divisors.period_end)
    union all
    select totals.*, residents.id, totals.is_settled as both_settled
    from totals
    inner join edition.population as population on totals.region_code = population.region_code
    inner join raw_denominators as residents
        on residents.metric_id is null and abs(totals.year - year(population.date)) <= residents.years_apart
    where totals.scope in ('national', 'region_wide')
),

divisible as (
    select
        series_group, subject_id, demonstration,
        list_sort(list_distinct(list(id))) as denominators,
        list_sort(list_distinct(list(id) filter (where both_settled))) as settled_denominators
    from pairs
    group by series_group, subject_id, demonstration
)

select * from divisible
