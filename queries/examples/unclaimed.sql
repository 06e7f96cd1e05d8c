-- Numbers in reports that measure something which no metric claims yet, by unit.
select unit, count(*) as times, min(text) as for_instance
from mentions
where role = 'quantity'
group by unit
order by times desc
