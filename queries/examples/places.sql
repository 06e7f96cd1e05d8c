-- Places among the subjects of one level that are reported on in the same scope and length of period: of several figures of a
-- subject the latest, then one that is settled.
with stated as (
    select
        *,
        row_number() over (
            partition by comparison_group, year, admin_level, subject_id
            order by period_end desc, status = 'unverified', published_on desc nulls last, fact_id
        ) as turn
    from facts
    where metric_id = 'vehicles.new_energy_acquired_share' and year >= 2020 and not demonstration
),

placed as (
    select
        year,
        admin_level,
        scope,
        subject_zh,
        value,
        rank() over (partition by comparison_group, year, admin_level order by value desc) as place
    from stated
    where turn = 1
)

select * from placed
order by year desc, admin_level, scope, place
