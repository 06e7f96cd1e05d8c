-- How much there is of each metric among some bodies ($agencies), all of it or what is settled: figures, bodies, how long the
-- longest line of one body is (`years`), and how many bodies stand beside each other in one year, at most (`comparable`).
with asked as (
    select unnest($agencies::varchar[])::edition.agency_id as agency_id
),

held as (
    select
        metric_id,
        agency_id,
        comparison_group,
        months is not null as is_comparable,
        if($settled, figures - unverified, figures) as figures,
        if($settled, settled_years, years) as years
    from edition.lines
    semi join asked using (agency_id)
    where not $settled or figures > unverified
),

dated as (
    select metric_id, agency_id, comparison_group, unnest(years) as year
    from held
    where is_comparable
),

beside as (
    select metric_id, comparison_group, year, count(distinct agency_id) as bodies
    from dated
    group by metric_id, comparison_group, year
),

fullest as (
    select metric_id, max(bodies)::integer as comparable
    from beside
    group by metric_id
),

counted as (
    select
        metric_id,
        sum(figures)::integer as figures,
        count(distinct agency_id)::integer as agencies,
        max(len(years))::integer as years
    from held
    group by metric_id
),

joined as (
    select counted.*, coalesce(fullest.comparable, 0) as comparable
    from counted
    left join fullest using (metric_id)
)

select * from joined
