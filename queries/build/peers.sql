-- The figures among which standings place a body, cell by cell, the lowest first, with what is drawn of them. `is_first` and
-- `is_first_settled`: it stands for its area among all figures, or among the settled ones; null where it is not compared there.
with compared as (
    select
        place,
        any_value(cell) as cell,
        bool_or(subject is null) filter (where not settled) as is_first,
        bool_or(subject is null) filter (where settled) as is_first_settled
    from stg_peers
    group by place
),

described as (
    select
        compared.cell,
        compared.is_first,
        compared.is_first_settled,
        facts.fact_id,
        facts.agency_id,
        facts.region_code,
        facts.agency_zh,
        facts.agency_en,
        facts.value,
        facts.value_max,
        facts.qualifier,
        facts.value_as_written,
        facts.unit_as_written,
        facts.status,
        facts.source_title
    from compared
    inner join stg_compared as own on compared.place = own.rowid
    inner join facts on own.fact_row = facts.rowid
)

select * from described
order by cell, value, region_code, fact_id
