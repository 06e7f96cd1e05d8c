"""Columns of an answer that follow from an id: names of metrics, bodies, subjects and regions, kept once for each edition.

They are added to the answers of the questions in ADDED instead of being asked for: each column of a question costs a tenth of a
millisecond to plan and to fetch, however few the rows are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from yearbook.catalogue.messages import LANGUAGES

METRIC, SUBJECT = ("metric_zh", "metric_en", "kind", "unit"), ("subject_zh", "subject_en")
AGENCY, REGION = ("agency_zh", "agency_en", "agency_short_zh", "admin_level", "body_kind"), ("region_zh", "region_en")
ADDED: Mapping[str, tuple[str, ...]] = {
    "group_figures": (*METRIC, "better", "dimension", *AGENCY, *SUBJECT, *REGION),
    "group_figures_first": (*METRIC, "better", "dimension", *AGENCY, *SUBJECT, *REGION),
    "facts_first": (*METRIC, "agency_en", "agency_short_zh", "admin_level", *SUBJECT),
    "latest_figures": (*METRIC, "better", "topic", "headline", *SUBJECT),
    "lines": ("kind", "unit", *SUBJECT),
    "peers": SUBJECT,
    "regions_below": METRIC,
    "standings": (*METRIC, "headline"),
}
"""The columns by the name of the question in queries/pages/."""
OWNERS = {  # the table of an id, and the columns that follow from it
    "metric_id": ("metrics", (*METRIC, "better", "dimension", "topic", "headline")),
    "agency_id": ("agencies", AGENCY),
    "subject_id": ("subjects", SUBJECT),
    "region_code": ("regions", REGION),
}
CALLED = {  # in the tables of the catalogue
    **{f"{thing}_{language}": f"name_{language}" for thing in ("metric", "agency", "region") for language in LANGUAGES},
    "agency_short_zh": "short_zh",
}


class Names:
    """What follows from the ids of an edition. `fetch` runs SQL and gives the rows; a table is read when it is first needed."""

    def __init__(self, fetch: Callable[[str], list[tuple[Any, ...]]]) -> None:
        self._fetch = fetch
        self._by_id: dict[str, dict[str, dict[str, Any]]] = {}

    def follow(self, question: str, cells: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
        """The columns that are added to the answer of a question, whose own `cells` hold the ids."""
        found: dict[str, list[Any]] = {}
        for key, (table, columns) in OWNERS.items():
            wanted = [column for column in ADDED.get(question, ()) if column in columns]
            if wanted:
                kept, ids = self._read(key, table, columns), cells[key]
                found |= {column: [kept[column][one] for one in ids] for column in wanted}
        return found

    def _read(self, key: str, table: str, columns: tuple[str, ...]) -> dict[str, dict[str, Any]]:
        if key not in self._by_id:
            rows = self._fetch(
                f"select {key}, {', '.join(CALLED.get(column, column) for column in columns)} from edition.{table}"
            )
            self._by_id[key] = {column: {row[0]: row[place] for row in rows} for place, column in enumerate(columns, 1)}
        return self._by_id[key]
