"""Editions: made from their sources, numbered, checked, compared, written out for other engines."""
