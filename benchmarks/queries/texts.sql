-- The text of each report whose id begins with $beginning: its title, the words of its facts, and a line that no metric claims.
with told as (
    select report_id, string_agg(evidence, '' order by span_start) as words
    from edition.facts
    where starts_with(report_id, $beginning)
    group by report_id
),

texts as (
    select
        report_id,
        title || chr(10) || words || chr(10) || '另完成其他工作' || (2 + hash(report_id) % 90) || '件。' as text
    from told
    inner join gen_reports using (report_id)
)

select * from texts
