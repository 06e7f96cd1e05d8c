-- Figures of some comparable groups ($across bodies or years), one group after the other as $keys has them, at most $most.
with found as (
    select
        * exclude (
            province_code, method, confidence, rule, report_id, page, span_start, span_end, source_url, source_kind, note,
            caveats, source_count
        ),
        if($across = 'bodies', comparison_group, series_group) as key
    from question.facts_found
    where if($across = 'bodies', comparison_group, series_group) in $keys
),

ordered as (
    select * exclude (key) from found
    order by
        list_position($keys, key), metric_id, region_code, period_start, period_end, scope, baseline nulls first, value, fact_id
    limit $most
)

select * from ordered
