select * exclude (position) from raw_topics order by position
