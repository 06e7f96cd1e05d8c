-- Every source of every fact, one row each.
with figures as (
    select * from stg_shared
    union all by name
    select
        *,
        1::integer as ordinal,
        1::integer as source_count
    from raw_figures
    where fact_id not in (select fact_id from stg_repeated)
)

select * from figures
