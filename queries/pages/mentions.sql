-- Every numeral of one report, in the order of the text.
with found as (
    select
        mentions.*,
        metrics.name_zh as metric_zh,
        metrics.name_en as metric_en
    from edition.mentions as mentions
    left join edition.metrics as metrics on mentions.metric_id = metrics.metric_id
    where mentions.report_id = $report_id
)

select * from found order by ordinal
