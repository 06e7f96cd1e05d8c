-- Where one fact stands, each source in turn, with who published it: its own, then those of others that say the same of its
-- subject.
with one as (
    select * from edition.facts where fact_id = $fact_id
),

same as (
    select
        facts.fact_id, facts.metric_id, facts.region_code, facts.agency_zh, facts.agency_en, facts.fact_id <> one.fact_id as other
    from edition.facts as facts
    inner join one
        on facts.metric_id = one.metric_id
        and facts.subject_id = one.subject_id
        and facts.value = one.value
        and facts.value_max is not distinct from one.value_max
        and facts.baseline is not distinct from one.baseline
        and (facts.fact_id = one.fact_id or (facts.period_start = one.period_start and facts.period_end = one.period_end))
),

found as (
    select sources.* exclude (metric_id, region_code), same.agency_zh, same.agency_en
    from edition.sources as sources
    inner join same using (fact_id, metric_id, region_code)
    order by same.other, sources.fact_id, sources.ordinal
)

select * from found
