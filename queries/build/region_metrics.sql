-- How much there is of each metric in each region with all below it, among all figures and among the settled ones: figures,
-- bodies, subjects, how long the longest line of one body is (`years`), and how many subjects stand beside each other in one
-- year, in that in which most have their latest figure (`comparable`). What is invented does not count in the nation.
with reaching as (
    select regions.region_code, unnest(regions.within)::region_code as within_code, variants.settled
    from edition.regions as regions
    cross join unnest([false, true]) as variants (settled)
),

held as (
    select
        reaching.within_code as region_code, reaching.settled, holdings.metric_id,
        if(reaching.settled, holdings.figures - holdings.unverified, holdings.figures) as figures,
        if(reaching.settled, holdings.settled_last_year, holdings.last_year) as last_year,
        if(reaching.settled, holdings.settled_years, holdings.years) as years
    from edition.holdings as holdings
    inner join reaching on holdings.region_code = reaching.region_code
    where
        (not holdings.demonstration or reaching.within_code <> '100000')
        and holdings.figures > if(reaching.settled, holdings.unverified, 0)
),

counted as (
    select region_code, settled, metric_id, sum(figures)::integer as figures, count(*)::integer as agencies, max(years) as years
    from held
    group by region_code, settled, metric_id
),

reached as (
    select
        reaching.within_code as region_code, reaching.settled, lines.metric_id,
        lines.subject_id, lines.scope, lines.baseline, lines.months, lines.admin_level,
        if(reaching.settled, lines.settled_years, lines.years) as years
    from edition.lines as lines
    inner join reaching on lines.region_code = reaching.region_code
    where
        lines.figures > if(reaching.settled, lines.unverified, 0)
        and (not lines.demonstration or reaching.within_code <> '100000')
),

told as (
    select region_code, settled, metric_id, count(distinct subject_id)::integer as subjects
    from reached
    group by region_code, settled, metric_id
),

ended as (
    select region_code, settled, metric_id, last_year, count(*) as bodies
    from held
    group by region_code, settled, metric_id, last_year
),

fullest as (
    select region_code, settled, metric_id, arg_max(last_year, bodies * 10000 + last_year) as year
    from ended
    group by region_code, settled, metric_id
),

beside as (
    select region_code, settled, metric_id, count(distinct subject_id) as subjects
    from reached
    inner join fullest using (region_code, settled, metric_id)
    where reached.months is not null and list_contains(reached.years, fullest.year)
    group by region_code, settled, metric_id, reached.scope, reached.baseline, reached.months, reached.admin_level
),

comparable as (
    select region_code, settled, metric_id, max(subjects)::integer as comparable
    from beside
    group by region_code, settled, metric_id
)

select counted.*, told.subjects, coalesce(comparable.comparable, 0) as comparable
from counted
inner join told using (region_code, settled, metric_id)
left join comparable using (region_code, settled, metric_id)
order by region_code, settled, metric_id
