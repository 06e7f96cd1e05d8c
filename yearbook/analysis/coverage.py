"""Who reported what: a state for each agency and year, or metric and agency; what is not there is never called zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yearbook.analysis.ranking import DOUBTFUL
from yearbook.catalogue.messages import Language, translate

STATES = ("published", "unverified", "not_published", "not_found", "absent", "not_applicable")
"""Published and verified or read from the report; known from a repost only; not published: the report is in and every number
in it is known to be something else; not found: the report is in, but some of its numbers are not understood yet; no report or
record at hand; the metric does not apply."""
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
    settled = facts["figures"] > facts["unverified"] if "figures" in facts else ~facts["status"].isin(DOUBTFUL)
    known, sure = facts["agency_id"].nunique(), facts.loc[settled, "agency_id"].nunique()
    return Count(max(bodies, known), known, known - sure)


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
    cells = agencies.merge(pd.DataFrame({"year": list(years)}, dtype="int64"), how="cross")
    given = None if reports is None else reports.rename(columns={"report_year": "year"})
    cells = _fill_cells(cells, ["agency_id", "year"], facts, given)
    explained = cells["state"].eq("not_found") & (cells["numerals"] > 0) & (cells["open_units"].map(len) == 0)
    cells.loc[explained, "state"] = "not_published"
    return cells.drop(columns=["numerals", "open_units"])


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
    cells = _fill_cells(metrics.merge(agencies, how="cross"), ["metric_id", "agency_id"], facts, reports)
    if "unit" in cells:
        left = [UNKNOWN in units or unit in units for unit, units in zip(cells["unit"], cells["open_units"], strict=True)]
        explained = cells["state"].eq("not_found") & (cells["numerals"] > 0) & ~np.array(left, dtype=bool)
        cells.loc[explained, "state"] = "not_published"
    empty = cells["figures"] == 0
    if not_published is not None:
        known = pd.MultiIndex.from_frame(not_published[["metric_id", "agency_id"]])
        cells.loc[empty & pd.MultiIndex.from_frame(cells[["metric_id", "agency_id"]]).isin(known), "state"] = "not_published"
    if "levels" in cells:
        pairs = zip(cells["levels"], cells["admin_level"], strict=True)
        foreign = np.array([len(levels) > 0 and level not in levels for levels, level in pairs], dtype=bool)
        cells.loc[empty & foreign, "state"] = "not_applicable"
    return cells.drop(columns=["numerals", "open_units"])


def _fill_cells(cells: pd.DataFrame, keys: list[str], facts: pd.DataFrame, reports: pd.DataFrame | None) -> pd.DataFrame:
    """The cells with their counts, what the reports at hand hold, and the state as far as these alone give it."""
    cells = cells.merge(_count_figures(facts, keys), on=keys, how="left")
    cells = cells.fillna({"figures": 0, "unverified": 0}).astype({"figures": "int64", "unverified": "int64"})
    cells = cells.merge(_sum_reports(reports, keys), on=[key for key in keys if key != "metric_id"], how="left")
    cells["numerals"] = cells["numerals"].fillna(0)
    cells["open_units"] = cells["open_units"].map(lambda units: units if isinstance(units, frozenset) else frozenset())
    settled, some = cells["figures"] > cells["unverified"], cells["figures"] > 0
    states = np.select([settled, some, cells["report_id"].notna()], ["published", "unverified", "not_found"], "absent")
    return cells.assign(state=states.astype(object))


def _count_figures(facts: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """How many figures each cell has, how many of them to be verified, and one of them."""
    if "figures" in facts:  # counted already
        return facts[[*keys, "figures", "unverified", "fact_id"]]
    ordered = facts[[*keys, "fact_id"]].assign(unverified=facts["status"].isin(DOUBTFUL)).sort_values(["unverified", "fact_id"])
    counts = ordered.groupby(keys).agg(
        figures=("fact_id", "size"), unverified=("unverified", "sum"), fact_id=("fact_id", "first")
    )
    return counts.reset_index()


def _sum_reports(reports: pd.DataFrame | None, keys: list[str]) -> pd.DataFrame:
    """What the reports at hand of a cell hold together; `report_id` is the first one's."""
    keys = [key for key in keys if key != "metric_id"]
    columns = [*keys, "report_id", "numerals", "open_units"]
    if reports is None or reports.empty:
        return pd.DataFrame(columns=columns).astype({"year": "int64"} if "year" in keys else {})
    given = reports.reindex(columns=columns).fillna({"numerals": 0})
    given["open_units"] = given["open_units"].map(lambda units: frozenset(units if isinstance(units, list | tuple) else ()))
    if not given.duplicated(keys).any():
        return given
    together = given.groupby(keys, sort=False).agg(
        report_id=("report_id", "first"),
        numerals=("numerals", "sum"),
        open_units=("open_units", lambda units: frozenset[str]().union(*units)),
    )
    return together.reset_index()
