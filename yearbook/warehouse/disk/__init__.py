"""Files, locks and processes: what a crash, a full disk or another writer may do, and what is done about it."""
