-- Every target as one source states it: a report that was brought in, by a mention (not one that quotes the nation), or a plan
-- of the public record, which has no place in a text. `evidence` has 30 code points at most.
with of_reports as (
    select
        mentions.* exclude (
            text, role, rule, reason, runners_up, notes, contradictions, fact_id, corners, unit
        ),
        reports.agency_id,
        reports.region_code,
        reports.report_year,
        reports.published_on,
        reports.title as source_title,
        reports.source_url,
        'report'::source_kind as source_kind,
        'extracted'::status as status,
        reports.demonstration,
        regexp_replace(
            substr(reports.text, greatest(0, mentions.span_end - 30) + 1, least(30, mentions.span_end)), '[\s　]+', '', 'g'
        ) as said
    from edition.mentions as mentions
    inner join edition.reports as reports on mentions.report_id = reports.report_id
    where
        mentions.role = 'target' and mentions.metric_id is not null and mentions.value is not null
        and (mentions.scope is null or mentions.scope <> 'national' or reports.region_code = '100000')
),

united as (
    select
        * exclude (said),
        regexp_replace(regexp_extract(said, '[^。；;！？]*$'), '^[0-9.]+[年%]?[，、]?', '') as evidence
    from of_reports
    union all by name
    select
        *,
        year(published_on)::integer as report_year,
        false as demonstration
    from raw_targets
)

select * from united
