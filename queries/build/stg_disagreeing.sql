-- What one figure says otherwise than another of the same: those of one body, and those of bodies that speak of one subject. What
-- is stated once more says the same.
with neighbours as (
    select agency_id, scope, wider_extent, subject_id from raw_subjects
    qualify count(*) over (partition by subject_id) > 1
),

places as (
    select place
    from stg_keyed
    group by place
    having min(value) < max(value)
),

of_bodies as (
    select agency_id, metric_id, scope, period_start, period_end, baseline
    from stated_figures
    where hash(agency_id, metric_id, scope, period_start, period_end, baseline) in (select place from places)
    group by agency_id, metric_id, scope, period_start, period_end, baseline
    having min(value) < max(value)
),

of_subjects as (
    select neighbours.subject_id, figures.metric_id, figures.period_start, figures.period_end, figures.baseline
    from stated_figures as figures
    inner join neighbours
        on
            figures.agency_id = neighbours.agency_id
            and figures.scope = neighbours.scope
            and list_contains(coalesce(figures.caveats, []), 'wider_extent') = neighbours.wider_extent
    group by neighbours.subject_id, figures.metric_id, figures.period_start, figures.period_end, figures.baseline
    having min(figures.value) < max(figures.value)
),

disagreeing as (
    select * from of_bodies
    union
    select
        neighbours.agency_id,
        of_subjects.metric_id,
        neighbours.scope,
        of_subjects.period_start,
        of_subjects.period_end,
        of_subjects.baseline
    from of_subjects
    inner join neighbours on of_subjects.subject_id = neighbours.subject_id
)

select * replace (agency_id::agency_id as agency_id, metric_id::metric_id as metric_id, scope::scope as scope)
from disagreeing
