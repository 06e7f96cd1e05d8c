"""Who reported what: a state for each agency and year, or metric and agency; what is not there is never called zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.columns import Columns
from yearbook.analysis.preferred import DOUBTFUL
from yearbook.analysis.rows import NOWHERE, Numbers, is_any_of
from yearbook.catalogue.messages import Language, translate

STATES = ("published", "unverified", "not_published", "not_found", "absent", "not_applicable")
"""Published and verified or read from the report; known from a repost only; not published: the report is in and every number
in it is known to be something else; not found: the report is in, but some of its numbers are not understood yet; no report or
record at hand; the metric does not apply."""
OF_REPORT = ("report_id", "numerals", "open_units")
UNKNOWN = ""  # the unit of a quantity whose unit is not known


@dataclass(frozen=True, slots=True)
class Count:
    """How many of `bodies` agencies have a figure, and how many of those have only figures to be verified."""

    bodies: int
    reported: int
    to_verify: int

    def describe(self, language: Language) -> str:
        """89家机构中12家有公开数据，其中3家待核."""
        if not self.reported:
            return translate("analysis.coverage_bodies_none", language, bodies=self.bodies)
        line = translate("analysis.coverage_bodies", language, bodies=self.bodies, reported=self.reported)
        return line + (translate("analysis.coverage_to_verify", language, count=self.to_verify) if self.to_verify else "")


def count_bodies(facts: pd.DataFrame, bodies: int) -> Count:
    """Count the agencies of the frame, of facts or counted ones, against the `bodies` that were asked about."""
    if "figures" in facts:
        settled = facts["figures"].to_numpy() > facts["unverified"].to_numpy()
    else:
        settled = ~is_any_of(facts["status"], *DOUBTFUL)
    agencies, known = pd.factorize(facts["agency_id"])
    sure = np.unique(agencies[settled & (agencies >= 0)])
    return Count(max(bodies, len(known)), len(known), len(known) - len(sure))


def cover_agencies(
    facts: pd.DataFrame, agencies: pd.DataFrame, years: Iterable[int] | None = None, reports: pd.DataFrame | None = None
) -> pd.DataFrame:
    """A row for each agency (rows of `agencies`, in their order) and year: the agencies' columns and
    year, state, figures (how many), unverified (of them), fact_id (one of them, a verified one first), report_id.

    `facts` may be counted already, as coverage_by_year.sql does and coverage.sql for cover_metrics. `years` are by default all
    from the first to the last of the facts; `reports` has agency_id, report_year, report_id and, for "not published" to be told
    from "not found", numerals and open_units (see coverage_reports.sql).
    """
    grid = _Grid(agencies["agency_id"], list(years) if years is not None else _span(facts))
    figures = _count(facts, grid.find(facts["agency_id"], facts["year"]), len(grid))
    told = _gather_reports(reports, lambda found: grid.find(found["agency_id"], found["report_year"]))
    state = _judge(figures, told)
    for cell, report in told.items():
        if state[cell] == "not_found" and report.numerals and not report.open_units:
            state[cell] = "not_published"
    return _lay_out(
        _take(agencies, grid.rows) | {"year": np.array(grid.columns, dtype="int64")[grid.across]}, figures, told, state
    )


def cover_metrics(
    facts: pd.DataFrame,
    agencies: pd.DataFrame,
    metrics: pd.DataFrame,
    year: int | None = None,
    reports: pd.DataFrame | None = None,
    not_published: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """A row for each metric (metric_id, …) and agency: the columns of both and state, figures, unverified, fact_id, report_id.

    With `year` only its figures and reports count, else those of all years. A metric (with its `unit`) that a report at hand does
    not state is not published where no quantity of that unit, or of none, is left to be understood in it. A metric whose
    `levels` do not hold the agency's does not apply. `not_published` (agency_id, metric_id and, with a year, year) lists what is
    known to be unpublished otherwise.
    """
    if year is not None:
        facts = facts[facts["year"] == year]
        reports = None if reports is None else reports[reports["report_year"] == year]
        not_published = None if not_published is None else not_published[not_published["year"] == year]
    grid = _Grid(metrics["metric_id"], agencies["agency_id"].tolist())
    figures = _count(facts, grid.find(facts["metric_id"], facts["agency_id"]), len(grid))
    by_agency = _gather_reports(reports, lambda found: grid.find_columns(found["agency_id"]))
    told = {cell: by_agency[column] for cell, column in enumerate(grid.across.tolist()) if column in by_agency}
    state = _judge(figures, told)
    if "unit" in metrics:
        units = metrics["unit"].tolist()
        for cell, report in told.items():
            left = UNKNOWN in report.open_units or units[grid.rows[cell]] in report.open_units
            if state[cell] == "not_found" and report.numerals and not left:
                state[cell] = "not_published"
    empty = figures["figures"] == 0
    if not_published is not None:
        known = grid.find(not_published["metric_id"], not_published["agency_id"])
        known = known[known != NOWHERE]
        state[known[empty[known]]] = "not_published"
    if "levels" in metrics:
        pairs = zip(grid.rows.tolist(), grid.across.tolist(), strict=True)
        levels, level = metrics["levels"].tolist(), agencies["admin_level"].tolist()
        foreign = [len(levels[row]) > 0 and level[column] not in levels[row] for row, column in pairs]
        state[empty & np.array(foreign, dtype=bool)] = "not_applicable"
    return _lay_out(_take(metrics, grid.rows) | _take(agencies, grid.across), figures, told, state)


@dataclass(frozen=True, slots=True)
class _Report:
    """What the reports at hand of a cell tell together; `report_id` is the first one's."""

    report_id: str
    numerals: int
    open_units: frozenset[str]


class _Grid:
    """Cells by number, row after row: keys of the rows and of the columns, each once."""

    def __init__(self, keys: pd.Series, columns: list[Any]) -> None:
        self._keys, self._known = pd.Index(keys.tolist()), pd.Index(columns)
        self.columns = columns
        self.rows = np.repeat(np.arange(len(keys)), len(columns))
        self.across = np.tile(np.arange(len(columns)), len(keys))

    def __len__(self) -> int:
        return len(self.rows)

    def find(self, keys: pd.Series, columns: pd.Series) -> Numbers:
        """The cells of some keys; NOWHERE where the grid has none."""
        rows, across = self._keys.get_indexer(keys.to_numpy()), self.find_columns(columns)
        return np.where((rows == NOWHERE) | (across == NOWHERE), NOWHERE, rows * len(self.columns) + across)

    def find_columns(self, columns: pd.Series) -> Numbers:
        return np.asarray(self._known.get_indexer(columns.to_numpy()), dtype="int64")


def _span(facts: pd.DataFrame) -> list[int]:
    return [] if facts.empty else list(range(int(facts["year"].min()), int(facts["year"].max()) + 1))


def _count(facts: pd.DataFrame, cells: Numbers, size: int) -> dict[str, np.ndarray[Any, Any]]:
    """For each of `size` cells how many figures, how many of them to be verified, and one of them; by the cell of each fact."""
    inside = np.flatnonzero(cells != NOWHERE)
    cells, ids = cells[inside], facts["fact_id"].to_numpy()[inside]
    one = np.full(size, np.nan, dtype=object)
    if "figures" in facts:  # counted already
        figures, unverified = (facts[name].to_numpy(dtype="int64")[inside] for name in ("figures", "unverified"))
    else:
        figures, unverified = np.ones(len(cells), dtype="int64"), is_any_of(facts["status"], *DOUBTFUL).astype("int64")[inside]
        order = np.lexsort((pd.factorize(ids, sort=True)[0], unverified))[::-1]
        cells, ids, unverified = cells[order], ids[order], unverified[order]  # the last that is written is the first in order
    one[cells] = ids
    counts = (np.bincount(cells, part, size).astype("int64") for part in (figures, unverified))
    return dict(zip(("figures", "unverified", "fact_id"), (*counts, one), strict=True))


def _gather_reports(reports: pd.DataFrame | None, find: Callable[[pd.DataFrame], Numbers]) -> dict[int, _Report]:
    """What the reports at hand tell, by the number that `find` gives each, which says where it belongs."""
    if reports is None or reports.empty:
        return {}
    found = find(reports)
    places = np.flatnonzero(found != NOWHERE)
    told: dict[int, _Report] = {}
    for at, row in zip(found[places].tolist(), Columns(reports, places).rows(OF_REPORT), strict=True):
        one = _Report(row["report_id"], row.get("numerals", 0), frozenset(row.get("open_units", ())))
        first = told.setdefault(at, one)
        if first is not one:
            told[at] = _Report(first.report_id, first.numerals + one.numerals, first.open_units | one.open_units)
    return told


def _judge(figures: Mapping[str, np.ndarray[Any, Any]], told: Mapping[int, _Report]) -> np.ndarray[Any, Any]:
    """The state of every cell, as far as counts and reports alone say it."""
    some, settled = figures["figures"] > 0, figures["figures"] > figures["unverified"]
    has_report = np.zeros(len(some), dtype=bool)
    has_report[list(told)] = True
    return np.select([settled, some, has_report], ["published", "unverified", "not_found"], "absent").astype(object)


def _take(frame: pd.DataFrame, places: Numbers) -> dict[str, Any]:
    return {str(name): frame[name].array.take(places) for name in frame}


def _lay_out(
    keys: dict[str, Any], figures: dict[str, np.ndarray[Any, Any]], told: Mapping[int, _Report], state: np.ndarray[Any, Any]
) -> pd.DataFrame:
    reports = np.full(len(state), np.nan, dtype=object)
    reports[list(told)] = [report.report_id for report in told.values()]
    return pd.DataFrame(keys | figures | {"report_id": reports, "state": state}, copy=False)
