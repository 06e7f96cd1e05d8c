"""Who reported what: a state for each agency and year, or metric and agency; what is not there is never called zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import list_rows
from yearbook.analysis.ranking import DOUBTFUL
from yearbook.catalogue.messages import Language, translate

STATES = ("published", "unverified", "not_published", "not_found", "absent", "not_applicable")
"""Published and verified or read from the report; known from a repost only; not published: the report is in and every number
in it is known to be something else; not found: the report is in, but some of its numbers are not understood yet; no report or
record at hand; the metric does not apply."""
UNKNOWN = ""  # the unit of a quantity whose unit is not known


@dataclass(frozen=True, slots=True)
class Count:
    """How many of `bodies` have a figure, and how many of those have only figures to be verified; `of` says what is counted:
    agencies, who publish, or subjects, whom figures speak of."""

    bodies: int
    reported: int
    to_verify: int
    of: Literal["bodies", "subjects"] = "bodies"

    def describe(self, language: Language) -> str:
        """31个主体中12个有公开数据，其中3个待核实."""
        words = f"analysis.coverage_{self.of}"
        if not self.reported:
            return translate(f"{words}_none", language, bodies=self.bodies)
        line = translate(words, language, bodies=self.bodies, reported=self.reported)
        return line + (translate(f"{words}_to_verify", language, count=self.to_verify) if self.to_verify else "")


def count_bodies(facts: pd.DataFrame, bodies: int) -> Count:
    """Count the agencies of the frame, of facts or counted ones, against the `bodies` that were asked about."""
    known, sure = _count_settled(facts, "agency_id")
    return Count(max(bodies, known), known, known - sure)


def count_subjects(facts: pd.DataFrame, subjects: int) -> Count:
    """The same of whom the figures speak, against the `subjects` that might have some."""
    known, sure = _count_settled(facts, "subject_id")
    return Count(max(subjects, known), known, known - sure, "subjects")


def _count_settled(facts: pd.DataFrame, name: str) -> tuple[int, int]:
    """How many values a column has, and how many of them with a figure that is settled."""
    settled = facts["figures"] > facts["unverified"] if "figures" in facts else ~facts["status"].isin(DOUBTFUL)
    return int(facts[name].nunique()), int(facts.loc[settled, name].nunique())


def cover_agencies(
    facts: pd.DataFrame, agencies: pd.DataFrame, years: Iterable[int] | None = None, reports: pd.DataFrame | None = None
) -> pd.DataFrame:
    """A row for each agency (rows of `agencies`, in their order) and year: the agencies' columns and
    year, state, figures (how many), unverified (of them), fact_id (one of them, a verified one first), report_id.

    `facts` may be counted already, as coverage_by_year.sql does and coverage.sql for cover_metrics. `years` are by default all
    from the first to the last of the facts; `reports` has agency_id, report_year, report_id and, for "not published" to be told
    from "not found", numerals and open_units (see coverage_reports.sql).
    """
    if years is None:
        years = () if facts.empty else range(int(facts["year"].min()), int(facts["year"].max()) + 1)
    years, bodies = list(years), len(agencies)
    cells = _repeat(agencies, np.repeat(np.arange(bodies), len(years)))
    cells["year"] = np.array(years * bodies, dtype="int64")
    given = None if reports is None else reports.rename(columns={"report_year": "year"})
    return _fill_cells(cells, ("agency_id", "year"), facts, given, lambda held, _: not held.open_units)


def cover_metrics(
    facts: pd.DataFrame, agencies: pd.DataFrame, metrics: pd.DataFrame, reports: pd.DataFrame | None = None
) -> pd.DataFrame:
    """A row for each metric (metric_id, …) and agency: the columns of both and state, figures, unverified, fact_id, report_id.

    A metric (with its `unit`) that a report at hand does not state is not published where no quantity of that unit, or of none,
    is left to be understood in it. A metric whose `levels` do not hold the agency's does not apply.
    """
    kinds, bodies = len(metrics), len(agencies)
    cells = _repeat(metrics, np.repeat(np.arange(kinds), bodies)) | _repeat(agencies, np.tile(np.arange(bodies), kinds))
    units = cells.get("unit")

    def is_explained(held: _Held, place: int) -> bool:
        return units is not None and UNKNOWN not in held.open_units and units[place] not in held.open_units

    covered = _fill_cells(cells, ("agency_id", "metric_id"), facts, reports, is_explained)
    if "levels" in cells:
        pairs = zip(cells["levels"], cells["admin_level"], strict=True)
        foreign = np.array([len(levels) > 0 and level not in levels for levels, level in pairs], dtype=bool)
        covered.loc[(covered["figures"] == 0).to_numpy() & foreign, "state"] = "not_applicable"
    return covered


@dataclass(slots=True)
class _Held:
    """What the reports at hand of a cell hold together; `report_id` is the first one's."""

    report_id: str
    numerals: int
    open_units: frozenset[str]


def _repeat(frame: pd.DataFrame, places: np.ndarray) -> dict[str, np.ndarray]:
    """The columns of a frame at some places."""
    return {str(name): np.array([*frame[name].tolist(), None], dtype=object)[:-1][places] for name in frame}


def _fill_cells(
    cells: dict[str, np.ndarray],
    keys: tuple[str, str],
    facts: pd.DataFrame,
    reports: pd.DataFrame | None,
    is_explained: Callable[[_Held, int], bool],
) -> pd.DataFrame:
    """The cells with their counts, the first report at hand, and the state; `is_explained` says whether a report with numerals
    has told all that the cell at a place might hold."""
    counts, held = _count_figures(facts, list(keys)), _sum_reports(reports, [key for key in keys if key != "metric_id"])
    rows = []
    for place, key in enumerate(zip(*(cells[name].tolist() for name in keys), strict=True)):
        figures, unverified, fact_id = counts.get(key, (0, 0, None))
        report = held.get(key if "year" in keys else key[:1])
        if figures:
            state = "published" if figures > unverified else "unverified"
        elif report is None:
            state = "absent"
        else:
            state = "not_published" if report.numerals > 0 and is_explained(report, place) else "not_found"
        rows.append((figures, unverified, fact_id, None if report is None else report.report_id, state))
    counted, words = np.array([row[:2] for row in rows], dtype="int64").reshape(-1, 2), np.empty((len(rows), 3), dtype=object)
    words[:] = [row[2:] for row in rows] or words
    added = {"figures": counted[:, 0], "unverified": counted[:, 1]}
    return pd.DataFrame(cells | added | {name: words[:, at] for at, name in enumerate(("fact_id", "report_id", "state"))})


def _count_figures(facts: pd.DataFrame, keys: list[str]) -> dict[tuple[Any, ...], tuple[int, int, str]]:
    """How many figures each cell has, how many of them to be verified, and one of them."""
    if "figures" not in facts:
        doubtful = facts[[*keys, "fact_id"]].assign(unverified=facts["status"].isin(DOUBTFUL))
        grouped = doubtful.sort_values(["unverified", "fact_id"]).groupby(keys)
        counted = {"figures": ("fact_id", "size"), "unverified": ("unverified", "sum"), "fact_id": ("fact_id", "first")}
        facts = grouped.agg(**counted).reset_index()
    rows = zip(*(facts[name].tolist() for name in (*keys, "figures", "unverified", "fact_id")), strict=True)
    return {(first, second): (figures, unverified, fact_id) for first, second, figures, unverified, fact_id in rows}


def _sum_reports(reports: pd.DataFrame | None, keys: list[str]) -> dict[tuple[Any, ...], _Held]:
    """What the reports at hand hold, by agency or by agency and year."""
    found: dict[tuple[Any, ...], _Held] = {}
    for row in [] if reports is None else list_rows(reports, (*keys, "report_id", "numerals", "open_units")):
        key = tuple(row[name] for name in keys)
        known = found.setdefault(key, _Held(row["report_id"], 0, frozenset()))
        known.numerals += row.get("numerals", 0)
        known.open_units |= frozenset(row.get("open_units", ()))
    return found
