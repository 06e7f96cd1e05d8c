-- Every line (see stg_lined.sql), in the order of the first figures: how many figures it has, the value that stands for each
-- year, what its totals can be divided by; among all figures, and among the settled ones. So groups, bodies and years of a
-- comparison are counted without its figures.
with published as (
    select series_group, subject_id, demonstration, list(agency_id order by agency_id) as agencies
    from stg_publishers
    group by series_group, subject_id, demonstration
),

described as (
    select
        lined.* exclude (figures, unverified, first_row, history, settled_history),
        [x['year'] for x in lined.history] as years,
        [x['value'] for x in lined.history] as values,
        [x['year'] for x in lined.settled_history] as settled_years,
        [x['value'] for x in lined.settled_history] as settled_values,
        published.agencies,  -- null where it is one
        lined.figures,
        lined.unverified,
        coalesce(divisible.denominators, []) as denominators,
        coalesce(divisible.settled_denominators, []) as settled_denominators
    from stg_lined as lined
    left join published using (series_group, subject_id, demonstration)
    left join stg_divisible as divisible using (series_group, subject_id, demonstration)
    order by lined.first_row
)

select * from described
