-- The figures of some cells of standings, the lowest first, and whether each stands for its area: those that are compared among
-- all, or among the settled ones. A join, because `in` a list takes longer than all the rest.
with asked as (
    select unnest($cells::bigint[]) as cell
),

found as (
    select
        * exclude (is_first, is_first_settled),
        if($settled, is_first_settled, is_first) as stands
    from edition.peers
    semi join asked using (cell)
)

select * from found
where stands is not null
order by cell, value, region_code, fact_id
