-- Where given facts stand, each source in turn.
with found as (
    select * from edition.sources where fact_id in $fact_ids
)

select * from found order by fact_id, ordinal
