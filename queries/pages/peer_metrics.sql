-- What the other bodies of a body's level report: each metric with how many do, when last, and whether the body itself does,
-- be it verified or not.
with asked as (
    select admin_level, demonstration from edition.agencies
    where agency_id::varchar = $agency
),

told as (
    select
        facts.metric_id,
        facts.metric_zh,
        facts.metric_en,
        facts.topic,
        count(distinct facts.agency_id) filter (where facts.others) as bodies,
        max(facts.year) filter (where facts.others) as last_year,
        bool_or(facts.own) as own
    from (
        select
            *,
            agency_id::varchar = $agency as own,
            agency_id::varchar <> $agency and (len($statuses) = 0 or status in $statuses) as others
        from edition.facts
    ) as facts
    semi join asked on facts.admin_level = asked.admin_level and facts.demonstration = asked.demonstration
    group by all
)

select * from told order by bodies desc, last_year desc, metric_id
