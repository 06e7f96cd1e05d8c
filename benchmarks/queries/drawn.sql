-- Which facts of the metrics from $first to $last there are: for which body, year and turn (0 the whole, 1 of another scope,
-- 2 of part of the year, 3 of a sample, or against another year). Of all that there might be, as many as a metric's quota: large
-- bodies report much, early years are thin, and who reports a metric once mostly goes on with it.
with asked as (
    select * from gen_metrics where metric between $first and $last
),

years as (
    select
        unnest(range($last_year - $first_year + 1)) as offset_year
),

turns (turn, weight) as (
    values (0, 1.0), (1, 0.35), (2, 0.08), (3, 0.06)
),

weighed_years as (
    select
        offset_year,
        0.02 + (offset_year / ($last_year - $first_year)) ** 2 * if(offset_year = $last_year - $first_year, 0.6, 1) as weight
    from years
),

bodies as (
    select
        asked.metric,
        asked.quota,
        gen_bodies.body,
        gen_bodies.weight * (0.05 + ((hash(body, asked.metric_id, $seed, 'habit') % 1000) / 1000) ** 4 * 4) as weight
    from gen_bodies, asked
),

possible as (
    select
        bodies.metric::smallint as metric,
        bodies.body,
        weighed_years.offset_year::tinyint as offset_year,
        turns.turn::tinyint as turn,
        hash(bodies.body * 4096 + weighed_years.offset_year * 4 + turns.turn, bodies.metric * 65536 + $seed) as dice,
        -ln(((dice >> 11) + 0.5) / (1::ubigint << 53)) / (bodies.weight * weighed_years.weight * turns.weight) as turn_to_come,
        bodies.quota
    from bodies, weighed_years, turns
),

-- How late a fact may come and still be among the first of its metric, seen from one body in $thin; with something to spare.
tried as (
    select metric, quota, turn_to_come, row_number() over (partition by metric order by turn_to_come) as place
    from possible
    where body % $thin = 0
),

latest as (
    select metric, max(turn_to_come) as turn_to_come
    from tried
    where place <= 10 + 1.3 * quota / $thin
    group by metric
),

drawn as (
    select possible.metric, body, offset_year, turn, dice
    from possible
    inner join latest on possible.metric = latest.metric and possible.turn_to_come <= latest.turn_to_come
    qualify row_number() over (partition by possible.metric order by possible.turn_to_come) <= quota
)

select * from drawn
