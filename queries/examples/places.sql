-- Places among bodies of one level that report the same scope and length of period.
select
    year,
    admin_level,
    scope,
    agency_zh,
    value,
    rank() over (partition by year, admin_level, scope, months order by value desc) as place
from facts
where metric_id = 'vehicles.new_energy_acquired_share' and year >= 2020 and not demonstration
order by year desc, admin_level, scope, place
