-- How long the period of a fact is, null where it does not say, and whether other facts say otherwise of the same; with the
-- caveats that these bring.
with measured as (
    select
        merged.*,
        case
            when merged.period_start = merged.period_end then 0
            when merged.period_start < merged.period_end
                then greatest(1, round(date_diff('day', merged.period_start, merged.period_end + 1) / 30.4375))
        end::integer as months,
        disagreeing.metric_id is not null as disagreement
    from stg_merged as merged
    left join stg_disagreeing as disagreeing
        on merged.agency_id = disagreeing.agency_id
        and merged.metric_id = disagreeing.metric_id
        and merged.scope = disagreeing.scope
        and merged.period_start = disagreeing.period_start
        and merged.period_end = disagreeing.period_end
        and merged.baseline is not distinct from disagreeing.baseline
),

noted as (
    select
        * exclude (disagreement) replace (
            if(
                disagreement or months between 1 and 11 or months > 12,
                caveats
                || if(disagreement, ['disagreement'], [])
                || if(months between 1 and 11, ['part_of_year'], [])
                || if(months > 12, ['several_years'], []),
                caveats
            ) as caveats
        )
    from measured
),

ordered as (
    select * replace (if(len(caveats) < 2, caveats, list_sort(list_distinct(caveats))) as caveats) from noted
)

select * from ordered
