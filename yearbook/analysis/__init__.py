"""What may be compared, and what a comparison says."""
