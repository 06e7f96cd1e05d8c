"""领导简报: one body on A4, as one file."""
