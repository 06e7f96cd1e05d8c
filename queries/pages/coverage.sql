-- How many figures some bodies have of each metric, of a topic ($topic, or any), how many of them to be verified, and one of
-- them, a verified one first: for the grid of who reported what.
with asked as (
    select unnest($agencies::varchar[])::edition.agency_id as agency_id
),

counted as (
    select
        agency_id,
        metric_id,
        if($settled, figures - unverified, figures) as figures,
        if($settled, 0, unverified) as unverified,
        fact_id
    from edition.holdings
    semi join asked using (agency_id)
    where
        (not demonstration or $invented)
        and (not $settled or figures > unverified)
        and ($topic is null or topic::varchar = $topic)
)

select * from counted order by agency_id, metric_id
