-- Reports that nothing touched but that state a fact about a touched subject.
with stating as (
    select distinct report_id
    from sources_before
    where report_id is not null and report_id not in (select report_id from touched_reports)
)

select report_id from stating
order by report_id
