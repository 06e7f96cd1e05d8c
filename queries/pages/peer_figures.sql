-- Figures that may stand beside those of one body: of other bodies of its level, of the same metrics, scopes and years.
-- Which of them are comparable is not decided here. Real figures stand beside real ones, invented beside invented.
with own as (
    select distinct metric_id, scope, year, admin_level, demonstration
    from edition.facts
    where agency_id::varchar = $agency and (len($statuses) = 0 or status in $statuses)
),

beside as (
    select
        facts.* exclude (
            topic, dimension, additive, province_code, method, confidence, rule, report_id, page, span_start, span_end,
            source_url, note, caveats
        )
    from edition.facts as facts
    semi join own
        on
            facts.metric_id = own.metric_id
            and facts.scope = own.scope
            and facts.year = own.year
            and facts.admin_level = own.admin_level
            and facts.demonstration = own.demonstration
    where facts.agency_id::varchar <> $agency and (len($statuses) = 0 or facts.status in $statuses)
)

select * from beside
order by metric_id, region_code, period_start, period_end, scope, baseline nulls first, value, fact_id
