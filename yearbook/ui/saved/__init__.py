"""Views saved by name."""
