"""Yearbook: the annual reports of government-offices administrations as comparable figures."""

__version__ = "0.1.0"
