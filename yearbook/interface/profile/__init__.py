"""The profile of one body among its peers."""
