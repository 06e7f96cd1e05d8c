"""What a figure says: its metric, agency, region, scope, period and baseline."""
