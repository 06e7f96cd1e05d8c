"""Which statistics may be said of so many figures, and of which metrics none: docs/adr/0010-statistics-that-may-be-said.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from yearbook.analysis.ranking import DOUBTFUL
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.denominators import LEAST_OF_SHARE

Statistic = Literal["median", "rank", "quartiles", "percent"]


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that a statistic needs: agencies that report or, of `percent`, the count that it is of. `why` is the reason."""

    least: int
    why: str


FLOORS: dict[Statistic, Floor] = {
    "median": Floor(5, "of fewer the middle is one agency's own figure, or the mean of two"),
    "rank": Floor(5, "a place among fewer tells who the others are, not how one does"),
    "quartiles": Floor(8, "of fewer a quarter holds less than two agencies"),
    "percent": Floor(LEAST_OF_SHARE, "of a smaller count one more or one less is over 5 %"),
}


OLD_AFTER = 5  # years, the length of a plan: what a figure said before the last one is history


def is_old(year: int, now: int) -> bool:
    """Whether a figure is shown in grey, with its year."""
    return now - year > OLD_AFTER


def may_say(statistic: Statistic, count: float) -> bool:
    """Whether so many agencies, or a count so large, bear the statistic."""
    return count >= FLOORS[statistic].least


def may_rank(metric_id: str) -> bool:
    """Whether agencies may be set side by side by a metric: not by one that is `sensitive` in data/catalogue/metrics, which is
    shown on the agency's own page only."""
    metric = load_catalogue().metrics.get(metric_id)
    return metric is None or not metric.sensitive


def is_count(row: Mapping[str, Any]) -> bool:
    """Whether a figure counts things, so that a percentage of it needs many of them."""
    metric = load_catalogue().metrics.get(str(row.get("metric_id")))
    dimension = row.get("dimension") or (metric.dimension if metric else "")
    return dimension == "count" and row["kind"] in ("flow", "stock")


def is_finding(row: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether two figures of a line say something together: not where both are to be verified."""
    return not {row.get("status"), before.get("status")} <= DOUBTFUL
