-- The metrics of which figures stand beside those of one ($metric), of the same subject and year: of how many subjects in one
-- year and comparable group of either, at most; among some bodies ($agencies), or all real ones.
with among as (
    select metric_id, subject_id, year, comparison_group
    from edition.facts
    where
        scope <> 'sample'
        and value is not null
        and months is not null
        and (not $settled or status <> 'unverified')
        and if(len($agencies) = 0, not demonstration, agency_id in $agencies)
),

own as (
    select subject_id, year, comparison_group from among where metric_id::varchar = $metric
),

counted as (
    select
        among.metric_id,
        count(distinct among.subject_id)::integer as subjects
    from among
    inner join own on among.subject_id = own.subject_id and among.year = own.year
    where among.metric_id::varchar <> $metric
    group by among.metric_id, among.comparison_group, own.comparison_group, among.year
),

most as (
    select metric_id, max(subjects) as subjects from counted group by metric_id
)

select * from most order by subjects desc, metric_id
