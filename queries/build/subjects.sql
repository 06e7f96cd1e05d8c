-- Whom the figures speak of, and whether several bodies publish about it.
select
    subject_id,
    any_value(subject_zh)::varchar as subject_zh,
    any_value(subject_en)::varchar as subject_en,
    any_value(scope) as scope,
    any_value(wider_extent) as wider_extent,
    any_value(region_code) as region_code,
    min(agency_id) < max(agency_id) as is_shared,
    count(*)::integer as figures
from facts
group by subject_id
order by subject_id
