"""Who reported what: a state for each agency and year, or metric and agency; what is not there is never called zero."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yearbook.analysis.choice import DOUBTFUL
from yearbook.words import Language, say

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
            return say("analysis.coverage_bodies_none", language, bodies=self.bodies)
        line = say("analysis.coverage_bodies", language, bodies=self.bodies, reported=self.reported)
        return line + (say("analysis.coverage_to_verify", language, count=self.to_verify) if self.to_verify else "")


def count_bodies(facts: pd.DataFrame, bodies: int) -> Count:
    """Count the agencies of the frame, of facts or counted ones, against the `bodies` that were asked about."""
    sure = facts["figures"] > facts["unverified"] if "figures" in facts else ~facts["status"].astype(object).isin(DOUBTFUL)
    settled = facts.loc[sure, "agency_id"].nunique()
    reported = int(facts["agency_id"].nunique())
    return Count(max(bodies, reported), reported, reported - int(settled))


def cover_agencies(
    facts: pd.DataFrame, agencies: pd.DataFrame, years: Iterable[int] | None = None, reports: pd.DataFrame | None = None
) -> pd.DataFrame:
    """A row for each agency (rows of `agencies`, in their order) and year: the agencies' columns and
    year, state, figures (how many), unverified (of them), fact_id (one of them, a verified one first), report_id.

    `facts` may be counted already, as coverage_by_year.sql does and coverage.sql for cover_metrics. `years` are by default all
    from the first to the last of the facts; `reports` has agency_id, report_year, report_id and, for "not published" to be told
    from "not found", numerals and open_units (see coverage_reports.sql).
    """
    wanted = list(years) if years is not None else _span(facts)
    grid = agencies.merge(pd.DataFrame({"year": pd.Series(wanted, dtype="int64")}), how="cross")
    keys = ["agency_id", "year"]
    covered = _judge(grid, _count(facts, keys), _list_reports(reports), keys)
    told = (covered["numerals"] > 0) & (covered["open_units"].map(len) == 0)
    return _settle(covered, told)


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
    grid = metrics.merge(agencies, how="cross")
    keys = ["metric_id", "agency_id"]
    covered = _judge(grid, _count(facts, keys), _list_reports(reports, by_year=False), keys)
    if "unit" in covered:
        pairs = zip(covered["open_units"], covered["unit"].astype(object), strict=True)
        left = pd.Series([UNKNOWN in open_units or unit in open_units for open_units, unit in pairs], index=covered.index)
        covered = _settle(covered, (covered["numerals"] > 0) & ~left.astype(bool))
    empty = covered["figures"] == 0
    if not_published is not None:
        known = pd.MultiIndex.from_frame(not_published[keys])
        covered.loc[empty & pd.MultiIndex.from_frame(covered[keys]).isin(known), "state"] = "not_published"
    if "levels" in covered:
        pairs = zip(covered["levels"], covered["admin_level"].astype(object), strict=True)
        foreign = pd.Series(
            [len(levels) > 0 and level not in levels for levels, level in pairs], index=covered.index, dtype="bool"
        )
        covered.loc[empty & foreign, "state"] = "not_applicable"
    return covered


def _span(facts: pd.DataFrame) -> list[int]:
    return [] if facts.empty else list(range(int(facts["year"].min()), int(facts["year"].max()) + 1))


def _count(facts: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    if "figures" in facts:  # counted already
        return facts[[*keys, "figures", "unverified", "fact_id"]]
    marked = facts.assign(unverified=facts["status"].astype(object).isin(DOUBTFUL)).astype(dict.fromkeys(keys, "object"))
    groups = marked.sort_values(["unverified", "fact_id"]).groupby(list(keys))
    return groups.agg(figures=("fact_id", "size"), unverified=("unverified", "sum"), fact_id=("fact_id", "first")).reset_index()


def _list_reports(reports: pd.DataFrame | None, by_year: bool = True) -> pd.DataFrame:
    """agency_id (and year) of the reports at hand, with one report_id each, their numerals and open_units together."""
    keys = ["agency_id", "year"] if by_year else ["agency_id"]
    columns = (*keys, "report_id", "numerals", "open_units")
    if reports is None or reports.empty:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in columns})
    known = reports.rename(columns={"report_year": "year"}).dropna(subset=keys).astype({"agency_id": "object"})
    known = known.assign(numerals=known.get("numerals", 0))
    lists = known.get("open_units", pd.Series([()] * len(known), index=known.index, dtype="object"))
    known = known.assign(open_units=lists.map(tuple))
    groups = known.groupby(keys, as_index=False, sort=False)
    return groups.agg(report_id=("report_id", "first"), numerals=("numerals", "sum"), open_units=("open_units", _unite))


def _unite(lists: pd.Series) -> tuple[str, ...]:
    return tuple(sorted({unit for units in lists for unit in units}))


def _settle(covered: pd.DataFrame, told: pd.Series) -> pd.DataFrame:
    """What was not found is not published where the report has told all it holds."""
    return covered.assign(state=covered["state"].mask((covered["state"] == "not_found") & told.astype(bool), "not_published"))


def _judge(grid: pd.DataFrame, counts: pd.DataFrame, reports: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Join counts and reports to the grid and say the state of every cell."""
    there = [key for key in keys if key in reports]
    types = {key: "int64" if key == "year" else "object" for key in keys}
    covered = grid.astype(types).merge(counts.astype(types), on=list(keys), how="left")
    covered = covered.merge(reports.astype({key: types[key] for key in there}), on=there, how="left")
    covered = covered.assign(
        figures=covered["figures"].fillna(0).astype("int64"),
        unverified=covered["unverified"].fillna(0).astype("int64"),
        numerals=pd.to_numeric(covered["numerals"]).fillna(0).astype("int64"),
        open_units=covered["open_units"].map(lambda units: units if isinstance(units, tuple) else ()),
    )
    some, settled = covered["figures"] > 0, covered["figures"] > covered["unverified"]
    state = np.select([settled, some, covered["report_id"].notna()], ["published", "unverified", "not_found"], "absent")
    return covered.assign(state=pd.Series(state, index=covered.index, dtype="object"))
