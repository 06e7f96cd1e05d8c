-- The topics in their order, with how many figures each has.
with counted as (
    select topic, count(*) as facts from edition.facts where not demonstration group by topic
),

named as (
    select topics.*, coalesce(counted.facts, 0) as facts
    from edition.topics as topics
    left join counted on topics.topic = counted.topic::varchar
)

select * from named
