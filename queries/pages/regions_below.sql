-- The regions below a region ($region) that have figures of their own, the highest level first, with how much each has and one
-- telling figure: the latest of a headline metric.
with inside as (
    select region_code, name_zh, name_en, level
    from edition.regions
    where list_contains(within, $region) and region_code::varchar <> $region
),

held as (
    select
        region_code,
        count(distinct metric_id)::integer as metrics,
        sum(if($settled, figures - unverified, figures))::integer as figures,
        min(if($settled, settled_first_year, first_year)) as first_year,
        max(if($settled, settled_last_year, last_year)) as last_year
    from edition.holdings
    semi join inside using (region_code)
    where not $settled or figures > unverified
    group by region_code
),

told as (
    select
        region_code, fact_id, metric_id, value, value_max, qualifier, year, status, scope,
        admin_level, baseline
    from edition.latest
    semi join inside using (region_code)
    where settled = $settled and first_of_region
    qualify row_number() over (partition by region_code order by headline desc, year desc, metric_id) = 1
),

joined as (
    select inside.*, held.* exclude (region_code), told.* exclude (region_code)
    from inside
    inner join held using (region_code)
    inner join told using (region_code)
)

select * from joined order by level, last_year desc, figures desc, region_code
