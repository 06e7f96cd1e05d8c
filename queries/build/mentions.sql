select * from raw_mentions
order by report_id, ordinal
