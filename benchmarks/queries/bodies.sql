-- Invented bodies under the real regions, large ones first: every region has one before any has a second. `weight` says how
-- much a body reports, `size` how large it is. $bodies of them, by $seed.
with placed as (
    select *, case level when 'national' then 0 when 'province' then 1 when 'prefecture' then 2 else 3 end as depth
    from raw_regions
    where not demonstration
),

ranked as (
    select *, row_number() over (order by depth, hash(region_code, $seed)) - 1 as place, count(*) over () as regions from placed
),

counted as (
    select ranked.*, turns.turn, turns.turn * ranked.regions + ranked.place as body
    from ranked, range(1 + $bodies // 100) as turns (turn)
    where turns.turn * ranked.regions + ranked.place < $bodies
),

drawn as (
    select
        *,
        (hash(body, $seed, 'weight') % 1000000 + 0.5) / 1000000 as chance,
        (hash(body, $seed, 'size') % 1000 + 0.5) / 1000 as luck
    from counted
),

named as (
    select
        body::integer as body,
        format('{}-x{:02d}', region_code, turn + 1) as agency_id,
        name_zh || if(turn = 0, '机关事务管理局', format('第{}机关服务中心', turn)) || '（示例）' as name_zh,
        name_en || if(turn = 0, ' Government Offices Administration', format(' Service Centre No. {}', turn)) || ' (sample)'
            as name_en,
        coalesce(short_zh, name_zh) || if(turn = 0, '局', format('{}中心', turn)) || '（示例）' as short_zh,
        [coalesce(short_zh, name_zh) || if(turn = 0, '机关事务局', format('服务中心{}', turn)) || '（示例）'] as aliases,
        region_code,
        level as admin_level,
        if(turn = 0, 'office_affairs', 'other') as body_kind,
        false as listed,
        false as demonstration,
        [8.0, 5.0, 1.5, 0.5][depth + 1] * (0.2 + 2 * chance * chance) / (turn + 1) ** 0.3 as weight,
        [300.0, 20.0, 3.0, 0.7][depth + 1] * (0.4 + 1.5 * luck) / (turn + 1) ** 0.5 as size
    from drawn
)

select * from named
order by body
