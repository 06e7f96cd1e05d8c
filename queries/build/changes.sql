-- What differs from the edition before. A figure whose value alone changed is revised, not removed and added.
with differing as (
    select previous_facts.fact_id as gone_id, facts.fact_id as come_id
    from previous_facts
    full join facts on previous_facts.fact_id = facts.fact_id
    where previous_facts.fact_id is null or facts.fact_id is null
),

gone as (
    select
        fact_id,
        agency_id::varchar as agency_id,
        metric_id::varchar as metric_id,
        {'scope': scope::varchar, 'start': period_start, 'end': period_end, 'baseline': baseline, 'year': year} as what,
        year,
        value,
        report_id
    from previous_facts
    where fact_id in (select gone_id from differing)
),

come as (
    select
        fact_id,
        agency_id::varchar as agency_id,
        metric_id::varchar as metric_id,
        {'scope': scope::varchar, 'start': period_start, 'end': period_end, 'baseline': baseline, 'year': year} as what,
        year,
        value,
        report_id
    from facts
    where fact_id in (select come_id from differing)
),

-- Only where figures of one subject go and come they are paired.
subjects as (
    select distinct agency_id, metric_id, what from gone
),

gone_in_turn as (
    select *, row_number() over (partition by agency_id, metric_id, what order by value) as turn from gone
),

come_in_turn as (
    select *, row_number() over (partition by agency_id, metric_id, what order by value) as turn
    from come
    where (agency_id, metric_id, what) in (select (agency_id, metric_id, what) from subjects)
    union all by name
    select * from come
    where (agency_id, metric_id, what) not in (select (agency_id, metric_id, what) from subjects)
),

changed as (
    select
        coalesce(come.fact_id, gone.fact_id) as fact_id,
        case when gone.fact_id is null then 'added' when come.fact_id is null then 'removed' else 'revised' end::change as change,
        coalesce(come.metric_id, gone.metric_id) as metric_id,
        coalesce(come.agency_id, gone.agency_id) as agency_id,
        coalesce(come.year, gone.year) as year,
        gone.value as value_before,
        come.value as value_after,
        case
            when come.report_id is not null and come.report_id not in (select report_id from previous_reports) then 'report_added'
            when gone.report_id is not null and gone.report_id not in (select report_id from reports) then 'report_removed'
            when come.fact_id in (select fact_id from decisions) then 'decided'
            when gone.fact_id in (select fact_before from decisions) then 'decided'
            when come.report_id is null and gone.report_id is null then 'record'
            else 'read_again'
        end as reason
    from come_in_turn as come
    full join gone_in_turn as gone
        on come.agency_id = gone.agency_id
        and come.metric_id = gone.metric_id
        and come.what is not distinct from gone.what
        and come.turn = gone.turn
)

select * from changed
order by metric_id, agency_id, year, fact_id
