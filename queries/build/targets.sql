-- What reports and published plans say shall be, each target of a subject once, in the words that said it first (a report's where
-- both say it in a year), with all bodies that state it. The subject is of the scope that the metric usually has where
-- none is stated: scope and days are null where no words state them; `year` is the one it is due in. What comes from the public
-- record has no report, no place and no confidence; it is verified once a report says it too.
with stated as (
    select
        targets.*,
        described.unit,
        subjects.subject_id,
        subjects.subject_zh,
        subjects.subject_en,
        year(targets.period_end)::integer as year
    from stg_targets as targets
    inner join raw_metrics as described on targets.metric_id::varchar = described.metric_id
    inner join raw_subjects as subjects
        on
            targets.agency_id::varchar = subjects.agency_id
            and coalesce(targets.scope::varchar, described.usual_scope, 'agency') = subjects.scope
            and not subjects.wider_extent
),

told as (
    select
        * replace (if(status = 'unverified' and count(report_id) over alike > 0, 'verified', status)::status as status),
        row_number() over (
            alike order by report_year, report_id is null, published_on nulls last, report_id, ordinal, source_title
        ) as turn,
        list_sort(list_distinct(list(agency_id::varchar) over alike)) as agencies
    from stated
    -- The scope is in the subject: as it is stated, or where it is not, the usual one.
    window alike as (partition by subject_id, metric_id, period_start, period_end, baseline, value, value_max, qualifier)
),

kept as (
    select
        * exclude (turn),
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
