-- The reports whose text holds some words, with the first place, the words around it, how often, and the number nearest to it.
with holding as (
    select
        report_id,
        coalesce(nullif(title, ''), name) as title,
        report_year,
        agency_id,
        demonstration,
        text,
        strpos(lower(text), lower($words)) as place,
        (length(text) - length(replace(lower(text), lower($words), ''))) // length($words) as times
    from edition.reports
    where $words <> '' and contains(lower(text), lower($words))
),

nearest as (
    select
        holding.report_id,
        arg_min(mentions.ordinal, abs(mentions.span_start + 1 - holding.place)) as ordinal
    from holding
    inner join edition.mentions as mentions on holding.report_id = mentions.report_id
    group by holding.report_id
),

shown as (
    select
        holding.report_id,
        holding.title,
        holding.report_year,
        holding.demonstration,
        agencies.name_zh as agency_zh,
        agencies.name_en as agency_en,
        holding.times::integer as times,
        nearest.ordinal,
        substring(holding.text, greatest(1, holding.place - 24), least(24, holding.place - 1)::integer) as words_before,
        substring(holding.text, holding.place, length($words)) as words_found,
        substring(holding.text, holding.place + length($words), 40) as words_after
    from holding
    left join edition.agencies as agencies on holding.agency_id = agencies.agency_id
    left join nearest on holding.report_id = nearest.report_id
)

select * from shown order by demonstration, times desc, report_year desc, report_id limit $most
