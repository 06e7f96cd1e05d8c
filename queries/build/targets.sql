-- What reports say shall be, each target of a subject once, in the words that said it first, with all bodies that state it; not
-- one that a report quotes of the nation. The subject is of the scope that the metric usually has where none is stated: scope and
-- days are null where no words state them; `year` is the one it is due in. `evidence` has 30 code points at most.
with stated as (
    select
        mentions.* exclude (text, role, rule, reason, runners_up, notes, contradictions, fact_id, corners),
        reports.agency_id,
        subjects.subject_id,
        subjects.subject_zh,
        subjects.subject_en,
        reports.region_code,
        year(mentions.period_end)::integer as year,
        reports.report_year,
        reports.published_on,
        reports.title as source_title,
        reports.demonstration,
        regexp_replace(
            substr(reports.text, greatest(0, mentions.span_end - 30) + 1, least(30, mentions.span_end)), '[\s　]+', '', 'g'
        ) as words
    from edition.mentions as mentions
    inner join edition.reports as reports on mentions.report_id = reports.report_id
    inner join raw_metrics as described on mentions.metric_id::varchar = described.metric_id
    inner join raw_subjects as subjects
        on
            reports.agency_id::varchar = subjects.agency_id
            and coalesce(mentions.scope::varchar, described.usual_scope, 'agency') = subjects.scope
            and not subjects.wider_extent
    where
        mentions.role = 'target' and mentions.metric_id is not null and mentions.value is not null
        and (mentions.scope is null or mentions.scope <> 'national' or reports.region_code = '100000')
),

told as (
    select
        *,
        row_number() over (alike order by report_year, published_on nulls last, report_id, ordinal) as turn,
        list_sort(list_distinct(list(agency_id::varchar) over alike)) as agencies
    from stated
    window alike as (
        partition by subject_id, metric_id, scope, period_start, period_end, baseline, value, value_max, qualifier
    )
),

kept as (
    select
        * exclude (turn, words),
        regexp_replace(regexp_extract(words, '[^。；;！？]*$'), '^[0-9.]+[年%]?[，、]?', '') as evidence,
        't' || left(md5(concat_ws(
            '|', agency_id, metric_id, scope, period_start, period_end, baseline, value, value_max, qualifier
        )), 10) as target_id
    from told
    where turn = 1
),

named as (
    select
        kept.*,
        metrics.topic,
        metrics.name_zh as metric_zh,
        metrics.name_en as metric_en,
        metrics.kind,
        metrics.better,
        metrics.dimension,
        agencies.name_zh as agency_zh,
        agencies.name_en as agency_en,
        agencies.short_zh as agency_short_zh,
        agencies.admin_level,
        agencies.body_kind,
        regions.name_zh as region_zh,
        regions.name_en as region_en
    from kept
    inner join edition.metrics as metrics on kept.metric_id = metrics.metric_id
    inner join edition.agencies as agencies on kept.agency_id = agencies.agency_id
    inner join edition.regions as regions on kept.region_code = regions.region_code
)

select * from named
order by agency_id, metric_id, year, period_start, value, target_id
