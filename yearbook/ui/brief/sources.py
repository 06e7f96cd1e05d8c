"""The sources of a brief, numbered in the order in which its figures name them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from yearbook.analysis.comparability import list_rows
from yearbook.ui.formatting import is_absent

Key = tuple[str, str, str]


class SourceList:
    """Source numbers in order of first citation, from 1. A report, or a title with its address and day, is one source."""

    def __init__(self, sources: pd.DataFrame) -> None:
        """`sources` are rows of facts_sources.sql."""
        self._of: dict[str, list[dict[str, Any]]] = {}
        for row in list_rows(sources):
            self._of.setdefault(str(row["fact_id"]), []).append(row)
        self._numbers: dict[Key, int] = {}
        self._rows: dict[int, dict[str, Any]] = {}

    def number(self, fact_id: str) -> list[int]:
        """The numbers of a fact's sources, the lowest first; none for a fact that is not known."""
        return sorted({self._enter(row) for row in self._of.get(fact_id, [])})

    def entries(self) -> list[tuple[int, dict[str, Any]]]:
        """The sources that were asked for, by number."""
        return sorted(self._rows.items())

    def _enter(self, row: dict[str, Any]) -> int:
        report = "" if is_absent(row["report_id"]) else str(row["report_id"])
        day = "" if is_absent(row["published_on"]) else str(row["published_on"])
        key = (report, "", "") if report else (str(row["source_title"]), str(row["source_url"]), day)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self._rows[self._numbers[key]] = row
        return self._numbers[key]
