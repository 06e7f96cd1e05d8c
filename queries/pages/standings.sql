-- Where one body stands in each metric that others of its level report likewise. Names by yearbook/warehouse/names.py.
select * exclude (metric_zh, metric_en, kind, unit, headline)
from edition.standings
where agency_id::varchar = $agency and settled = $settled
