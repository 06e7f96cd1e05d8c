-- What the edition before was made from, but for the reports that nothing touched.
select
    rowid as place,
    *
from before.origins
where kind <> 'report' or id in (select report_id from touched_reports)
