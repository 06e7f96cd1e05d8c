-- The figures of some cells of standings, the lowest first: those that are compared among all, or among the settled ones. A join,
-- because `in` a list takes longer than all the rest. Names by yearbook/warehouse/names.py.
with asked as (
    select unnest($cells::bigint[]) as cell
),

found as (
    select * exclude (for_all, for_settled)
    from edition.peers
    semi join asked using (cell)
    where if($settled, for_settled, for_all)
)

select * from found
order by cell, value, region_code, fact_id
