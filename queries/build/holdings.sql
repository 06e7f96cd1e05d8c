-- What a body has of a metric, in one row: so that lists and counts need not look at every fact. All that is no longer
-- `unverified` is settled. `years`: how long its longest line is, of one scope, baseline and length of period.
with lines as (
    select
        agency_id,
        metric_id,
        demonstration,
        any_value(region_code) as region_code,
        any_value(admin_level) as admin_level,
        any_value(topic) as topic,
        count(*) as figures,
        count(*) filter (where status = 'unverified') as unverified,
        min(year) as first_year,
        max(year) as last_year,
        min(year) filter (where status <> 'unverified') as settled_first_year,
        max(year) filter (where status <> 'unverified') as settled_last_year,
        -- A bit a year, which is quicker than to count distinct ones; no line is as long as 64 years.
        bit_or(1::ubigint << (year % 64)::ubigint) as year_bits,
        bit_or(1::ubigint << (year % 64)::ubigint) filter (where status <> 'unverified') as settled_bits,
        min(fact_id) as fact_id,
        min(fact_id) filter (where status <> 'unverified') as settled_fact_id
    from facts
    group by agency_id, metric_id, demonstration, scope, baseline, months
),

held as (
    select
        agency_id,
        metric_id,
        any_value(topic) as topic,
        any_value(region_code) as region_code,
        any_value(admin_level) as admin_level,
        demonstration,
        sum(figures)::integer as figures,
        sum(unverified)::integer as unverified,
        min(first_year) as first_year,
        max(last_year) as last_year,
        min(settled_first_year) as settled_first_year,
        max(settled_last_year) as settled_last_year,
        max(bit_count(year_bits))::integer as years,
        coalesce(max(bit_count(settled_bits)), 0)::integer as settled_years,
        coalesce(min(settled_fact_id), min(fact_id)) as fact_id  -- one of them, a settled one first
    from lines
    group by agency_id, metric_id, demonstration
)

select * from held
order by agency_id, metric_id, demonstration
