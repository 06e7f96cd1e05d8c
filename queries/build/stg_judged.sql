-- The facts that several sources state. A report that was brought in gives the words and the place; the record gives the
-- judgement of the person who read it: its qualifier where it is verified, and its note; a person who settled the report's own
-- words outranks it. A figure of a repost that its report confirms is verified, because anyone can now look at the words. What
-- one source leaves open (a period, a scope) is no caveat where another says it.
with shared as (
    select * from stg_figures where source_count > 1
),

record as (
    select * from shared where origin = 'record'
),

reports as (
    select *
    from shared
    where origin = 'report'
    qualify row_number() over (
        partition by fact_id order by status in ('confirmed', 'corrected') desc, period_end is null, len(caveats), ordinal
    ) = 1
),

counts as (
    select fact_id, count(*)::integer as source_count, bool_and(demonstration) as demonstration
    from shared
    group by fact_id
),

judged as (
    select
        counts.fact_id,
        case
            when reports.status in ('confirmed', 'corrected') then reports.qualifier
            when record.status = 'verified' then record.qualifier
            else coalesce(reports.qualifier, record.qualifier)
        end as qualifier,
        coalesce(record.value_max, reports.value_max) as value_max,
        coalesce(record.period_start, reports.period_start) as period_start,
        coalesce(record.period_end, reports.period_end) as period_end,
        case
            when record.fact_id is not null and reports.fact_id is not null then 'verified'
            else coalesce(record.status, reports.status)
        end::status as status,
        coalesce(record.status, reports.status) = 'corrected' as corrected,
        record.fact_id is not null as recorded,
        coalesce(record.note, reports.note) as note,
        if(
            record.fact_id is null,
            reports.caveats,
            list_concat(record.caveats, [x for x in reports.caveats if not ends_with(x, '_assumed')])
        ) as caveats,
        counts.source_count,
        counts.demonstration,
        if(reports.fact_id is null, record, reports) as words
    from counts
    left join record using (fact_id)
    left join reports using (fact_id)
)

select
    words.* exclude (qualifier, value_max, period_start, period_end, status, note, caveats, source_count, demonstration),
    judged.* exclude (fact_id, words)
from judged
