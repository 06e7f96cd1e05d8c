select
    rowid as place,
    *
from before.mentions
where report_id in (select report_id from touched_reports where stood)
