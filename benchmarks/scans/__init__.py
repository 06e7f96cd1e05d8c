"""Scans of the samples against the same pages as text, beside RapidOCR as it comes and tesseract."""

from benchmarks.scans.reading import measure_scans

__all__ = ["measure_scans"]
