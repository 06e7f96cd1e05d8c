-- The figures that the filters let through, in no order; `position` is theirs among all, which lie in the order of lists
-- (checks/facts_in_order.sql). Each clause is a row of yearbook/warehouse/filters.py, word for word. The last is no choice:
-- figures of invented bodies show only if one of them, its region or the figure itself is asked for, never among real ones.
with found as (
    select *, rowid as position
    from edition.facts
    where
        (len($regions) = 0 or region_code in (select region_code from edition.regions where list_has_any(within, $regions)))
        and (len($levels) = 0 or admin_level in $levels)
        and (len($agencies) = 0 or agency_id in $agencies)
        and ($from_year is null or year >= $from_year)
        and ($to_year is null or year <= $to_year)
        and (len($topics) = 0 or topic in $topics)
        and (len($metrics) = 0 or metric_id in $metrics)
        and (len($scopes) = 0 or scope in $scopes)
        and (len($statuses) = 0 or status in $statuses)
        and (len($facts) = 0 or fact_id in $facts)
        and (
            $text = ''
            or contains(
                lower(concat_ws(' ', agency_zh, agency_en, metric_zh, metric_en, evidence, source_title, note)),
                lower($text)
            )
        )
        and (not demonstration or len($regions) > 0 or len($agencies) > 0 or len($facts) > 0)
)

select * from found
