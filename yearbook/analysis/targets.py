"""Targets held against what became of them: the outcome that fits, the share reached or the distance, or why neither may be said.

A floor (不少于) asks for as much or more, a ceiling (不超过) for as much or less; a level has a share and no verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from yearbook.analysis.admissibility import is_count, may_say
from yearbook.catalogue.catalogue import load_catalogue

Row = Mapping[str, Any]
Aim = Literal["floor", "ceiling", "level"]
State = Literal["reached", "missed", "under_way", "measured", "pending", "beside", "due"]
STATES: tuple[State, ...] = ("reached", "missed", "due", "under_way", "measured", "beside", "pending")
PREVIOUS = "previous_year"
OTHER_TIME = "analysis.target_other_time"
ROOM = {  # how far a figure that is not exact may lie from what is written, as shares of it
    "approx": (0.9, 1.1),
    "more_than": (1.0, 1.3),
    "at_least": (1.0, 2.0),
    "less_than": (0.7, 1.0),
    "at_most": (0.5, 1.0),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """A target (a row of targets.sql) and its outcome (a row of target_outcomes.sql).

    reached, missed: the outcome decides · under_way: it is of a time before the target is due · measured: a level, or too inexact
    to decide · pending: no outcome yet; `outcome` is the last of another period · due: either of these where the last day is
    past · beside: the two are not alike, for `reasons`, which are keys of words. `share` is percent of the target, `distance`
    outcome less target, in its unit or percentage points.
    """

    target: Row
    aim: Aim
    state: State
    outcome: Row | None = None
    share: float | None = None
    distance: float | None = None
    reasons: tuple[str, ...] = ()


def hold_targets(targets: Iterable[Row], outcomes: Iterable[Row]) -> list[Progress]:
    """Every target with its outcome, in the order of the targets: figures of its subject, whoever published them, and the others
    of its body."""
    by_line: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    for row in outcomes:
        for key in (row["agency_id"], row["subject_id"]):
            by_line[key, row["metric_id"]][row["fact_id"]] = row

    def find(target: Row) -> list[Row]:
        lines = [by_line.get((key, target["metric_id"]), {}) for key in (target["agency_id"], target["subject_id"])]
        return list((lines[0] | lines[1]).values())

    return [hold_target(target, find(target)) for target in targets]


def hold_target(target: Row, figures: Sequence[Row]) -> Progress:
    """A target against the figures of its subject and body: the latest that is alike, else the latest there is, set beside it
    unless it is unlike in time and in more: that says nothing of the target."""
    held = _hold_target(target, figures)
    return replace(held, state="due") if target["past_due"] and held.state in ("under_way", "pending") else held


def _hold_target(target: Row, figures: Sequence[Row]) -> Progress:
    aim = find_aim(target)
    since = [row for row in figures if row["year"] >= target["report_year"]]
    alike = [row for row in since if not find_differences(target, row)]
    if alike:
        return _judge(target, aim, max(alike, key=lambda row: (row["period_end"], row["status"] != "unverified", row["fact_id"])))
    if not since:
        return Progress(target, aim, "pending")
    latest = min(since, key=lambda row: _rank_unlike(find_differences(target, row), row))
    reasons = find_differences(target, latest)
    if OTHER_TIME in reasons and len(reasons) > 1:
        return Progress(target, aim, "pending")
    waits = OTHER_TIME in reasons and _is_before(latest, target)
    return Progress(target, aim, "pending" if waits else "beside", latest, reasons=reasons)


def _rank_unlike(reasons: Sequence[str], figure: Row) -> tuple[Any, ...]:
    """The figures that are unlike a target in their order: those of its time, then the most alike, then the latest."""
    return OTHER_TIME in reasons, len(reasons), -figure["year"], figure["fact_id"]


def find_aim(target: Row) -> Aim:
    """What a target asks for, by its own words (不低于, 不超过), else by the way that is better for its metric.

    The bound on a fall is one on its size: 降幅不低于5% asks for −5 % or less.
    """
    falls = is_fall(target)
    if target["qualifier"] in ("at_least", "more_than"):
        return "ceiling" if falls else "floor"
    if target["qualifier"] in ("at_most", "less_than"):
        return "floor" if falls else "ceiling"
    if falls or target["better"] == "down":
        return "ceiling"
    return "floor" if target["better"] == "up" or target["kind"] == "change" else "level"


def is_fall(row: Row) -> bool:
    """Whether a target or a figure is that something falls: a change below nought."""
    return bool(row["kind"] == "change" and row["value"] < 0)


def find_differences(target: Row, figure: Row) -> tuple[str, ...]:
    """Why a figure is no outcome of a target, as keys of words; none where it is."""
    metric = load_catalogue().metrics.get(str(target["metric_id"]))
    scope = target["scope"] or (metric.usual_scope if metric else None) or "agency"
    found = []
    if str(scope) != str(figure["scope"]):
        found.append("analysis.target_other_scope" if target["scope"] else "analysis.target_open_scope")
    if figure["wider_extent"]:
        found.append("analysis.differs_extent")
    if (target["baseline"] or "") != (figure["baseline"] or ""):
        found.append("analysis.differs_baseline" if target["baseline"] else "analysis.target_open_baseline")
    if target["period_end"] is None:
        found.append("analysis.target_undated")
    elif not _fits_period(target, figure):
        found.append(OTHER_TIME)
    return tuple(found)


def _fits_period(target: Row, figure: Row) -> bool:
    """Whether a figure is of a target's time: of its period or a first part of it where it counts what happens in that; else a
    level is known by the day that the target is due."""
    end: date | None = figure["period_end"]
    if end is None or end > target["period_end"]:
        return False
    if not _is_of_period(target):
        return True
    return bool(figure["period_start"] == target["period_start"])


def _is_of_period(target: Row) -> bool:
    """Whether the metric counts anew in every period; a change on a fixed year goes on."""
    return target["kind"] == "flow" or (target["kind"] == "change" and target["baseline"] in (PREVIOUS, None))


def _is_before(figure: Row, target: Row) -> bool:
    return figure["period_end"] is not None and figure["period_end"] < target["period_end"]


def _judge(target: Row, aim: Aim, outcome: Row) -> Progress:
    """The verdict on an outcome that is alike; one of a time before the target is due decides only what no later one can undo."""
    state = _decide(aim, _span(target, bound=True), _span(outcome))
    if _is_before(outcome, target) and state != _find_final(target, aim):
        state = "under_way"
    share = _measure_share(target, outcome)
    distance = None if share is not None else outcome["value"] - target["value"]
    return Progress(target, aim, state, outcome, share, distance)


def _find_final(target: Row, aim: Aim) -> State | None:
    """The verdict that stands before the time is up: so many are built, or too much is spent; a level that is reached."""
    if aim == "level" or (target["kind"] == "change" and _is_of_period(target)):
        return None
    return "missed" if aim == "ceiling" and target["kind"] == "flow" else "reached"


def _decide(aim: Aim, wanted: tuple[float, float], got: tuple[float, float]) -> State:
    """By the ends of both: what is not exact decides only where no value that it may stand for would decide otherwise."""
    if aim == "floor":
        return "reached" if got[0] >= wanted[1] else "missed" if got[1] < wanted[0] else "measured"
    if aim == "ceiling":
        return "reached" if got[1] <= wanted[0] else "missed" if got[0] > wanted[1] else "measured"
    return "measured"


def _span(row: Row, bound: bool = False) -> tuple[float, float]:
    """From where to where the true value may lie; of a target the bound that its words set is exact."""
    ends = [row["value"], row["value"] if row["value_max"] is None else row["value_max"]]
    low, high = (1.0, 1.0) if bound and row["qualifier"] != "approx" else ROOM.get(row["qualifier"], (1.0, 1.0))
    reach = [end * share for end in ends for share in (low, high)]
    return min(reach), max(reach)


def _measure_share(target: Row, outcome: Row) -> float | None:
    """Percent of the target; None of rates and changes, whose distance says more, and of a count that bears no percentage."""
    if target["kind"] not in ("flow", "stock") or target["value"] <= 0:
        return None
    if is_count(dict(target)) and not may_say("percent", target["value"]):
        return None
    return float(100 * outcome["value"] / target["value"])
