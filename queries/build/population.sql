select
    region_code::region_code as region_code,
    date,
    population,
    source_title
from raw_population
order by region_code, date
