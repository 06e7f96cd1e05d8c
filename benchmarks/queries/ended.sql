-- How much text the facts at hand add to each report.
select report, sum(length(words_before) + length(words) + 1)::bigint as length
from gen_stated
where report is not null
group by report
