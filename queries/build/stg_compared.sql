-- The figure that stands for a subject in a comparison of one year: of several, whoever published them, the latest period, then
-- a settled source, then the latest publication, then the smallest id. Among all figures, among the settled ones, or the same one
-- among both.
with stated as (
    select
        rowid as fact_row,
        fact_id, metric_id, comparison_group, series_group, subject_id, agency_id, region_code, admin_level, scope, better,
        months, baseline, period_start, period_end, year, value, value_max, qualifier, status, published_on, demonstration,
        scope_assumed,
        wider_extent,
        (hash(comparison_group, year, admin_level, demonstration) >> 1)::bigint as cell
    from edition.facts
    where value is not null
),

several as (
    select series_group, subject_id, year from stated group by all having count(*) > 1
),

turns as (
    select
        stated.*,
        row_number() over (figures) as turn,
        row_number() over (figures_of_status) as turn_of_status
    from stated
    semi join several using (series_group, subject_id, year)
    window
        figures as (
            partition by series_group, subject_id, year
            order by period_end desc, status = 'unverified', published_on desc nulls last, fact_id
        ),
        figures_of_status as (
            partition by series_group, subject_id, year, status = 'unverified'
            order by period_end desc, published_on desc nulls last, fact_id
        )
),

chosen as (
    select
        *,
        true as for_all,
        status <> 'unverified' as for_settled
    from stated
    anti join several using (series_group, subject_id, year)
    union all
    select
        * exclude (turn, turn_of_status),
        turn = 1 as for_all,
        status <> 'unverified' and turn_of_status = 1 as for_settled
    from turns
)

select * from chosen
where for_all or for_settled
