-- Where each fact stands whose id begins with $beginning: in its report, on the record, or in both.
with places as (
    select *, unnest(range(1, source_count + 1)) as ordinal
    from edition.facts
    where starts_with(fact_id, $beginning)
),

sources as (
    select
        fact_id,
        ordinal,
        metric_id,
        region_code,
        if(ordinal = source_count, report_id, null) as report_id,
        if(ordinal = source_count, page, null) as page,
        if(ordinal = source_count, span_start, null) as span_start,
        if(ordinal = source_count, span_end, null) as span_end,
        evidence,
        if(ordinal = source_count, source_title, agency_zh || '：' || year || '年有关数据（示例）') as source_title,
        if(ordinal = source_count, source_url, format('https://example.invalid/{}/{}.html', agency_id, year)) as source_url,
        if(ordinal = source_count, source_kind, 'repost') as source_kind,
        published_on,
        if(ordinal < source_count, 'unverified', if(source_count = 2, 'extracted', status::varchar)) as status
    from places
)

select * from sources
order by fact_id, ordinal
