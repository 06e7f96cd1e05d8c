-- The facts that were drawn, each with its period, its value and how it is written. `chance_…` are four rolls of one die.
with rolled as (
    select
        drawn.* exclude (dice),
        hash(dice, 'stated') as roll,  -- the first die says who is drawn
        $first_year + offset_year as year,
        (roll & 65535) / 65536 as chance_value,
        ((roll >> 16) & 65535) / 65536 as chance_qualifier,
        ((roll >> 32) & 65535) / 65536 as chance_origin,
        ((roll >> 48) & 65535) / 65536 as chance_status,
        metrics.* exclude (metric, weight, up_to, quota),
        bodies.size,
        bodies.admin_level,
        bodies.body_kind
    from gen_drawn as drawn
    inner join gen_metrics as metrics on drawn.metric = metrics.metric
    inner join gen_bodies as bodies on drawn.body = bodies.body
),

valued as (
    select
        *,
        case
            when kind = 'change' then 20 * abs(chance_value - 0.55)
            when kind = 'score' then 60 + 40 * chance_value
            when unit = 'percent' then least(100, usual * (0.6 + 0.6 * chance_value))
            when kind = 'rate' then usual * (0.8 + 0.4 * chance_value)
            else usual / 3 * size * (1 + 0.03 * offset_year) * (0.85 + 0.3 * chance_value)
        end as raw,
        case
            when dimension = 'money' and raw >= 1e8 then 1e8
            when raw >= 1e6 or (dimension = 'money' and raw >= 1e4) then 1e4
            else 1
        end as factor,
        round(raw / factor, if(factor = 1 and kind in ('flow', 'stock'), 0, 2)) as shown
    from rolled
),

written as (
    select
        *,
        round(shown * factor, 2) * if(kind = 'change' and chance_value < 0.55, -1, 1) as value,
        if(shown = floor(shown), shown::bigint::varchar, shown::varchar) as value_as_written,
        case factor when 1e8 then '亿' when 1e4 then '万' else '' end || unit_zh as unit_as_written,
        case
            when chance_qualifier < 0.93 then 'exact' when chance_qualifier < 0.96 then 'approx'
            when chance_qualifier < 0.99 then 'more_than' else 'less_than'
        end as qualifier,
        case
            when turn = 3 and kind <> 'change' then 'sample'
            when body_kind <> 'office_affairs' then 'agency'  -- only one body speaks for an area
            when admin_level = 'national' then if(turn = 1, 'agency', 'national')
            else ['region_wide', 'direct_units', 'agency'][1 + ((hash(metric_id) % 3)::integer + if(turn = 1, 1, 0)) % 3]
        end as scope,
        make_date(year, if(turn = 2, 6, 12), if(turn = 2, 30, 31)) as period_end,
        if(kind = 'stock', period_end, make_date(year, 1, 1)) as period_start,
        case
            when kind <> 'change' then null when turn = 3 then (year - 1 - year % 5)::varchar else 'previous_year'
        end as baseline,
        chance_origin < 0.85 as reported,
        chance_origin < 0.03 or not reported as recorded,
        if(reported, body * 64 + offset_year, null) as report
    from valued
),

worded as (
    select
        *,
        name_zh || case when kind <> 'change' then '' when value < 0 then '下降' else '增长' end
        || case qualifier when 'approx' then '约' when 'less_than' then '近' else '' end as words_before,
        value_as_written || if(qualifier = 'more_than', '余', '') || unit_as_written as words
    from written
)

select * exclude (raw, factor, shown, usual, size, name_zh, dimension, roll, admin_level, body_kind,
    chance_value, chance_qualifier)
from worded
