-- One row a fact. One source needs no judgement.
with merged as (
    select * from stg_judged
    union all by name
    select
        *,
        status = 'corrected' as corrected,
        origin = 'record' as recorded
    from stg_figures
    where source_count = 1
),

described as (
    select
        * exclude (origin, ordinal, corrected, recorded) replace (coalesce(caveats, []) as caveats),
        case when corrected then 'corrected' when recorded then 'transcribed' else 'extracted' end::method as method
    from merged
)

select * from described
