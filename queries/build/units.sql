select * from raw_units order by unit
