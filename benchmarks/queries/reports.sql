-- A report a body and year, without its text as yet.
with years as (
    select unnest(range($first_year, $last_year + 1)) as year
),

reports as (
    select
        bodies.body * 64 + years.year - $first_year as report,
        sha256(format('{}:{}:{}', $seed, bodies.agency_id, years.year)) as report_id,
        bodies.agency_id,
        bodies.name_zh,
        bodies.region_code,
        years.year,
        bodies.name_zh || years.year || '年度机关事务工作报告' as title,
        make_date(
            years.year::bigint + 1,
            1 + (hash(bodies.body, years.year) % 6)::bigint,
            1 + (hash(years.year, bodies.body) % 28)::bigint
        ) as published_on
    from gen_bodies as bodies, years
)

select * from reports
