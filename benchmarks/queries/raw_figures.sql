-- Every statement of a fact as a reader of reports or of the record would give it, report by report.
with stated as (
    select
        facts.fact_id,
        if(sources.report_id is null, 'record', 'report') as origin,
        facts.agency_id::varchar as agency_id,
        facts.region_code::varchar as region_code,
        facts.metric_id::varchar as metric_id,
        facts.scope::varchar as scope,
        facts.period_start,
        facts.period_end,
        facts.baseline,
        facts.value,
        facts.value_max,
        facts.qualifier::varchar as qualifier,
        facts.value_as_written,
        facts.unit_as_written,
        sources.evidence,
        sources.status::varchar as status,
        facts.confidence,
        facts.rule,
        sources.report_id,
        sources.page,
        sources.span_start,
        sources.span_end,
        sources.source_title,
        sources.source_url,
        sources.source_kind::varchar as source_kind,
        sources.published_on,
        facts.note,
        facts.caveats,
        facts.demonstration
    from edition.facts as facts
    inner join edition.sources as sources on facts.fact_id = sources.fact_id
)

select * from stated
order by report_id, span_start, fact_id
