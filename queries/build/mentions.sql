-- In the order of the segments: all numerals of a report lie together, and those of merged segments in the order of the reports.
select * from raw_mentions
