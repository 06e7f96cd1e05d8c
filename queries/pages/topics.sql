-- The topics in their order, with how many figures each has.
with counted as (
    select topic, sum(figures)::bigint as facts from edition.holdings where not demonstration group by topic
),

named as (
    select topics.*, coalesce(counted.facts, 0) as facts
    from edition.topics as topics
    left join counted on topics.topic = counted.topic::varchar
)

select * from named
