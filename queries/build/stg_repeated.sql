-- The statements of facts that are stated more than once. They are few: what is said of them costs little, and the many that
-- are stated once pass through without being put in order or judged. They get their types when they have been found.
with repeated as (
    select fact
    from stg_keyed
    group by fact
    having count(*) > 1
),

statements as (  -- noqa: ST03
    select *
    from stated_figures
    where hash(fact_id) in (select fact from repeated)
)

select * from coded_figures('statements')
