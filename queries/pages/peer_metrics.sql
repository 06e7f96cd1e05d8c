-- How much there is of each metric among some bodies ($agencies), all of it or what is settled: figures, subjects, how long
-- the longest line of one subject is (`years`), and how many stand beside each other in one year, at most (`comparable`).
with asked as (
    select unnest($agencies::varchar[])::edition.agency_id as agency_id
),

held as (
    select
        metric_id,
        subject_id,
        comparison_group,
        months is not null as is_comparable,
        if($settled, figures - unverified, figures) as figures,
        if($settled, settled_years, years) as years
    from edition.lines
    semi join asked using (agency_id)
    where not $settled or figures > unverified
),

dated as (
    select metric_id, comparison_group, unnest(years) as year
    from held
    where is_comparable
),

beside as (  -- a subject has one line in a group; to count distinct ones takes three times as long
    select metric_id, comparison_group, year, count(*) as subjects
    from dated
    group by metric_id, comparison_group, year
),

fullest as (
    select metric_id, max(subjects)::integer as comparable
    from beside
    group by metric_id
),

counted as (
    select
        metric_id,
        sum(figures)::integer as figures,
        count(distinct subject_id)::integer as subjects,
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
