-- The median, the lowest and the highest value of one comparable group by year, one figure a body (see build/stg_compared.sql).
with found as (
    select agency_id, year, value
    from question.facts_found
    where if($across = 'bodies', comparison_group, series_group) = $key
    qualify row_number() over (
        partition by agency_id, year
        order by period_end desc, status = 'unverified', published_on desc nulls last, fact_id
    ) = 1
),

counted as (
    select year, median(value) as median, min(value) as lowest, max(value) as highest
    from found
    group by year
)

select * from counted order by year
