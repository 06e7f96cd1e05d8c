-- The metrics that one body reports, be its figures verified or not.
with found as (
    select metric_id from edition.holdings
    where agency_id::varchar = $agency and demonstration = $demonstration
)

select * from found
