-- What awaits a person's judgement, the most urgent first: `turns` is the rule. What fits two kinds is of the more urgent;
-- within a kind headline metrics come first, then what was read with the least confidence.
with turns as (
    select listed.*
    from (
        values
        ('conflict', 1),       -- a decision that the extraction now contradicts, or that can no longer be carried out
        ('contradiction', 2),  -- figures that cannot all be right
        ('headline', 3),       -- a headline metric, read with little confidence
        ('doubtful', 4),       -- any other metric, read with little confidence
        ('unclaimed', 5),      -- a quantity that some metric might claim
        ('unverified', 6)      -- a figure of the record without the address where it stands
    ) as listed (kind, turn)
),

doubts as (
    select
        *,
        list_filter(
            caveats,
            lambda caveat: caveat in (
                'disagreement', 'contradicts_itself', 'change_disagrees', 'parts_do_not_add_up', 'share_disagrees',
                'direction_disagrees'
            )
        ) as contradictions,
        confidence < $doubted as doubted
    from edition.facts
    where
        status not in ('confirmed', 'corrected')
        and fact_id not in (select fact_id from edition.decisions where action = 'confirm' and state = 'holds')
),

items as (
    select
        case
            when len(contradictions) > 0 then 'contradiction'
            when doubted and headline then 'headline'
            when doubted then 'doubtful'
            when status = 'unverified' then 'unverified'
        end as kind,
        report_id, span_start, span_end, fact_id, metric_id::varchar as metric_id, region_code::varchar as region_code,
        confidence, contradictions as notes, null as decision_id
    from doubts
    union all by name
    select
        if(len(contradictions) > 0, 'contradiction', 'unclaimed') as kind, report_id, span_start, span_end,
        split_part(runners_up[1], ' ', 1) as metric_id, region_code::varchar as region_code,
        list_distinct(list_transform(contradictions, lambda place: split_part(place, ' ', 1))) as notes
    from edition.mentions
    inner join edition.reports using (report_id)
    where role = 'quantity' and len(runners_up) + len(contradictions) > 0 and not starts_with(reason, 'decided_')
    union all by name
    select
        'conflict' as kind, report_id, decisions.span_start, decisions.span_end, decisions.fact_id, decision_id,
        coalesce(change::json ->> 'metric_id', seen::json ->> 'metric_id') as metric_id,
        coalesce(reports.region_code, facts.region_code)::varchar as region_code
    from edition.decisions as decisions
    left join edition.reports as reports using (report_id)
    left join edition.facts as facts on decisions.fact_id = facts.fact_id
    where state in ('conflict', 'void')
),

placed as (
    select items.* replace (coalesce(items.notes, []) as notes), turns.turn, mentions.ordinal, metrics.headline
    from items
    inner join turns using (kind)
    left join edition.metrics as metrics on items.metric_id = metrics.metric_id::varchar
    left join edition.mentions as mentions using (report_id, span_start, span_end)
    where
        len($regions) = 0
        or items.region_code in (select region_code::varchar from edition.regions where list_has_any(within, $regions))
    qualify row_number() over (
        partition by coalesce(report_id || ':' || span_start || ':' || span_end, items.fact_id) order by turns.turn
    ) = 1
)

select * from placed
order by turn, headline desc nulls last, confidence nulls last, region_code, metric_id, report_id, span_start, fact_id
