-- The targets that bodies of some regions, or some bodies, state; those of invented bodies if one of them is asked for; without
-- those to be verified where $settled. `past_due`: its last day lay before the day, of Beijing, on which the edition was built.
with built as (
    select (built_at + interval 8 hours)::date as built_on from edition.edition
),

found as (
    select
        targets.*,
        coalesce(targets.period_end < built.built_on, false) as past_due
    from edition.targets as targets
    cross join built
    where
        (len($regions) = 0 or region_code in (select region_code from edition.regions where list_has_any(within, $regions)))
        and (len($agencies) = 0 or list_has_any(agencies, $agencies))
        and ($invented or not demonstration)
        and (not $settled or status <> 'unverified')
)

select * from found
order by year desc nulls last, region_code, agency_id, metric_id, target_id
