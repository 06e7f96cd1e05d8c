"""Who reported what: a state for each agency and year, or metric and agency; what is not there is never called zero."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yearbook.analysis.choice import DOUBTFUL
from yearbook.words import Language, say

STATES = ("published", "unverified", "not_published", "not_found", "absent", "not_applicable")
"""Published and verified or read from the report; known from a repost only; known not to have been published; a report is in
but no figure was found; no report or record at hand; the metric does not apply."""


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
    """Count the agencies of the frame against the `bodies` that were asked about."""
    settled = facts.loc[~facts["status"].astype(object).isin(DOUBTFUL), "agency_id"].nunique()
    reported = int(facts["agency_id"].nunique())
    return Count(max(bodies, reported), reported, reported - int(settled))


def cover_agencies(
    facts: pd.DataFrame, agencies: pd.DataFrame, years: Iterable[int] | None = None, reports: pd.DataFrame | None = None
) -> pd.DataFrame:
    """A row for each agency (rows of `agencies`, in their order) and year: the agencies' columns and
    year, state, figures (how many), unverified (of them), fact_id (one of them, a verified one first), report_id.

    `years` are by default all from the first to the last of the facts; `reports` has agency_id, report_year, report_id.
    """
    wanted = list(years) if years is not None else _span(facts)
    grid = agencies.merge(pd.DataFrame({"year": pd.Series(wanted, dtype="int64")}), how="cross")
    return _judge(grid, _count(facts, ["agency_id", "year"]), _list_reports(reports), ["agency_id", "year"])


def cover_metrics(
    facts: pd.DataFrame,
    agencies: pd.DataFrame,
    metrics: pd.DataFrame,
    year: int | None = None,
    reports: pd.DataFrame | None = None,
    not_published: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """A row for each metric (metric_id, …) and agency: the columns of both and state, figures, unverified, fact_id, report_id.

    With `year` only its figures and reports count, else those of all years. A metric whose usual_scope is national does not
    apply to other agencies. `not_published` (agency_id, metric_id and, with a year, year) lists what is known to be unpublished.
    """
    if year is not None:
        facts = facts[facts["year"] == year]
        reports = None if reports is None else reports[reports["report_year"] == year]
        not_published = None if not_published is None else not_published[not_published["year"] == year]
    grid = metrics.merge(agencies, how="cross")
    keys = ["metric_id", "agency_id"]
    covered = _judge(grid, _count(facts, keys), _list_reports(reports, by_year=False), keys)
    empty = covered["figures"] == 0
    if not_published is not None:
        known = pd.MultiIndex.from_frame(not_published[keys])
        covered.loc[empty & pd.MultiIndex.from_frame(covered[keys]).isin(known), "state"] = "not_published"
    if "usual_scope" in covered:
        foreign = (covered["usual_scope"].astype(object) == "national") & (covered["admin_level"].astype(object) != "national")
        covered.loc[empty & foreign, "state"] = "not_applicable"
    return covered


def count_states(covered: pd.DataFrame) -> dict[str, int]:
    """How many cells have each state, in the order of STATES; states that do not occur are left out."""
    counts = covered["state"].value_counts()
    return {state: int(counts[state]) for state in STATES if state in counts}


def _span(facts: pd.DataFrame) -> list[int]:
    return [] if facts.empty else list(range(int(facts["year"].min()), int(facts["year"].max()) + 1))


def _count(facts: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    marked = facts.assign(unverified=facts["status"].astype(object).isin(DOUBTFUL)).astype(dict.fromkeys(keys, "object"))
    groups = marked.sort_values(["unverified", "fact_id"]).groupby(list(keys))
    return groups.agg(figures=("fact_id", "size"), unverified=("unverified", "sum"), fact_id=("fact_id", "first")).reset_index()


def _list_reports(reports: pd.DataFrame | None, by_year: bool = True) -> pd.DataFrame:
    """agency_id (and year) of the reports at hand, with one report_id each."""
    keys = ["agency_id", "year"] if by_year else ["agency_id"]
    if reports is None or reports.empty:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in (*keys, "report_id")})
    known = reports.rename(columns={"report_year": "year"}).dropna(subset=keys)[[*keys, "report_id"]]
    return known.astype({"agency_id": "object"}).drop_duplicates(keys)


def _judge(grid: pd.DataFrame, counts: pd.DataFrame, reports: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Join counts and reports to the grid and say the state of every cell."""
    there = [key for key in keys if key in reports]
    types = {key: "int64" if key == "year" else "object" for key in keys}
    covered = grid.astype(types).merge(counts.astype(types), on=list(keys), how="left")
    covered = covered.merge(reports.astype({key: types[key] for key in there}), on=there, how="left")
    covered = covered.assign(
        figures=covered["figures"].fillna(0).astype("int64"), unverified=covered["unverified"].fillna(0).astype("int64")
    )
    some, settled = covered["figures"] > 0, covered["figures"] > covered["unverified"]
    state = np.select([settled, some, covered["report_id"].notna()], ["published", "unverified", "not_found"], "absent")
    return covered.assign(state=pd.Series(state, index=covered.index, dtype="object"))
