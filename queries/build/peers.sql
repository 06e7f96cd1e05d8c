-- The figures among which standings place a body, cell by cell, the lowest first, with what is drawn of them: `for_all` among all
-- figures, `for_settled` among the settled ones.
with compared as (
    select
        fact_row,
        any_value(cell) as cell,
        bool_or(not settled) as for_all,
        bool_or(settled) as for_settled
    from stg_peers
    group by fact_row
),

described as (
    select
        compared.cell,
        compared.for_all,
        compared.for_settled,
        facts.fact_id,
        facts.agency_id,
        facts.region_code,
        facts.subject_id,
        facts.value,
        facts.value_max,
        facts.qualifier,
        facts.value_as_written,
        facts.unit_as_written,
        facts.status,
        facts.source_title
    from compared
    inner join facts on compared.fact_row = facts.rowid
)

select * from described
order by cell, value, region_code, fact_id
