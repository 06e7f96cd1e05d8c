-- How much there is of each metric in each region with all below it, among all figures and among the settled ones: figures,
-- bodies, subjects, how long the longest line of one body is (`years`), and how many subjects stand beside each other in one
-- year, in that in which most have their latest figure (`comparable`). What is invented does not count in the nation.
with reaching as (
    select region_code, unnest(within)::region_code as within_code
    from edition.regions
),

variants as (
    select unnest([false, true]) as settled
),

held as (
    select
        reaching.within_code as region_code,
        variants.settled, holdings.metric_id,
        if(variants.settled, holdings.figures - holdings.unverified, holdings.figures) as figures,
        if(variants.settled, holdings.settled_last_year, holdings.last_year) as last_year,
        if(variants.settled, holdings.settled_years, holdings.years) as years
    from edition.holdings as holdings
    inner join reaching on holdings.region_code = reaching.region_code
    cross join variants
    where
        (not holdings.demonstration or reaching.within_code <> '100000')
        and holdings.figures > if(variants.settled, holdings.unverified, 0)
),

counted as (
    select region_code, settled, metric_id, sum(figures)::integer as figures, count(*)::integer as agencies, max(years) as years
    from held
    group by region_code, settled, metric_id
),

told as (
    select
        reaching.within_code as region_code, variants.settled, lines.metric_id,
        count(distinct lines.subject_id)::integer as subjects
    from edition.lines as lines
    inner join reaching on lines.region_code = reaching.region_code
    cross join variants
    where lines.figures > if(variants.settled, lines.unverified, 0) and (not lines.demonstration or within_code <> '100000')
    group by reaching.within_code, variants.settled, lines.metric_id
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
    select fullest.region_code, fullest.settled, fullest.metric_id, count(distinct lines.subject_id) as subjects
    from edition.lines as lines
    inner join reaching on lines.region_code = reaching.region_code
    inner join fullest on lines.metric_id = fullest.metric_id and reaching.within_code = fullest.region_code
    where
        lines.months is not null
        and (not lines.demonstration or fullest.region_code <> '100000')
        and list_contains(if(fullest.settled, lines.settled_years, lines.years), fullest.year)
    group by
        fullest.region_code, fullest.settled, fullest.metric_id, lines.scope, lines.baseline, lines.months, lines.admin_level
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
