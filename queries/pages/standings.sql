-- Where one body stands in each metric that others of its level report likewise. Names by yearbook/warehouse/names.py.
select *
from edition.standings
where agency_id::varchar = $agency and settled = $settled
