-- Which figure stands for a subject in a comparison of one year: of several, whoever published them, the latest period, then a
-- settled source, then the latest publication, then the smallest id. `for_all`: among all figures, `for_settled`: among the
-- settled ones.
with stated as (
    select
        rowid as fact_row,
        fact_id, metric_id, comparison_group, series_group, subject_id, agency_id, region_code, admin_level, scope, better,
        months, baseline, period_start, period_end, year, value, value_max, qualifier, value_as_written,
        status, published_on, demonstration, scope_assumed, wider_extent,
        (hash(comparison_group, year, admin_level, demonstration) >> 1)::bigint as cell
    from edition.facts
    where value is not null
),

-- To count a line's years by a bit each takes less than to group by year; what is counted too low is only looked at twice.
crowded as (
    select series_group, subject_id
    from stated
    group by series_group, subject_id
    having count(*) > bit_count(bit_or(1::ubigint << (year % 64)::ubigint))
),

several as (
    select series_group, subject_id, year
    from stated
    semi join crowded using (series_group, subject_id)
    group by series_group, subject_id, year
    having count(*) > 1
),

turns as (
    select
        stated.fact_row,
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

compared as (
    select
        stated.*,
        coalesce(turns.turn, 1) = 1 as for_all,
        coalesce(turns.turn_of_status, 1) = 1 and stated.status <> 'unverified' as for_settled
    from stated
    left join turns on stated.fact_row = turns.fact_row
)

select * from compared
