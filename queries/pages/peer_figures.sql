-- Figures that may stand beside those of one body: of other bodies of its level, of the same metrics, scopes and years.
-- Which of them are comparable is not decided here. Real figures stand beside real ones, invented beside invented.
-- Of a metric the latest year counts in which two others reported likewise; what is earlier than such a year is left out.
with own as (
    select
        metric_id,
        kind,
        unit,
        scope,
        baseline,
        months,
        if(months % 12 = 0, 0, month(period_start)) as begins,
        year,
        admin_level,
        demonstration,
        array_agg(distinct region_code) as regions,
        min(fact_id) as likeness
    from edition.facts
    where agency_id::varchar = $agency and value is not null and (len($statuses) = 0 or status in $statuses)
    group by all
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
    where
        facts.agency_id::varchar <> $agency
        and facts.value is not null
        and (len($statuses) = 0 or facts.status in $statuses)
),

-- Bodies that report on the whole of an area count once an area.
told as (
    select
        beside.metric_id,
        beside.year
    from beside
    inner join own
        on
            beside.metric_id = own.metric_id
            and beside.kind = own.kind
            and beside.unit = own.unit
            and beside.scope = own.scope
            and beside.baseline is not distinct from own.baseline
            and beside.months = own.months
            and if(beside.months % 12 = 0, 0, month(beside.period_start)) = own.begins
            and beside.year = own.year
    where
        beside.scope <> 'sample'
        and (beside.scope not in ('national', 'region_wide') or not list_contains(own.regions, beside.region_code))
    group by own.likeness, beside.metric_id, beside.year
    having
        count(distinct if(beside.scope in ('national', 'region_wide'), beside.region_code, beside.agency_id::varchar)) >= 2
),

late as (
    select *
    from beside
    where year >= coalesce((select max(told.year) from told where told.metric_id = beside.metric_id), 0)
)

select * from late
order by metric_id, region_code, period_start, period_end, scope, baseline nulls first, value, fact_id
