-- The quantities that no metric claims, with the words around them: real reports before samples, the newest first.
with found as (
    select
        mentions.report_id,
        mentions.ordinal,
        mentions.text as figure,
        reports.title,
        reports.report_year,
        substring(reports.text, greatest(mentions.span_start - 23, 1), least(mentions.span_start, 24)) as words_before,
        substring(reports.text, mentions.span_end + 1, 14) as words_behind,
        count(*) over () as all_quantities
    from edition.mentions as mentions
    inner join edition.reports as reports on mentions.report_id = reports.report_id
    where
        mentions.role = 'quantity'
        and mentions.metric_id is null
        and not list_contains($left_out, mentions.unit_as_written)
        and (
            len($regions) = 0
            or reports.region_code in (select region_code from edition.regions where list_has_any(within, $regions))
        )
    order by reports.demonstration, reports.report_year desc, reports.title, mentions.report_id, mentions.ordinal
    limit $most
)

select * from found
