-- The bodies whose reports the edition before holds and the next will hold too, and whether any of them is invented.
select
    agency_id::varchar as agency_id,
    bool_or(demonstration) as demonstration
from before.reports
where report_id not in (select report_id from touched_reports)
group by agency_id
