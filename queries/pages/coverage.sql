-- How many figures some bodies (all where none is named) have of each metric, how many of them to be verified, and one of them,
-- a verified one first: for the grid of who reported what.
with counted as (
    select agency_id, metric_id, figures::integer as figures, unverified::integer as unverified, fact_id
    from question.holdings_found
    where
        (len($topics) = 0 or topic in $topics)
        and (len($agencies) = 0 or agency_id in $agencies)
)

select * from counted order by agency_id, metric_id
