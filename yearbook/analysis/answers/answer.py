"""The figures that answer a question, or what is missing: of each place the figure of a year, or its years."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from yearbook.analysis.answers.question import LEVEL_ORDER, Place, Question
from yearbook.analysis.comparability import Columns, list_rows
from yearbook.analysis.ranking import DOUBTFUL, prefer
from yearbook.warehouse.filters import Filters

Ask = Callable[..., Columns]
"""Asks queries/pages/<name>.sql of an edition."""
Row = Mapping[str, Any]
State = Literal["figures", "trend", "ranking", "missing"]
Lack = Literal["", "metric_unknown", "metric", "place", "scope", "year", "level", "few", "sensitive"]
"""What is missing: words that mean no metric, figures of the metric, of the place, in the scope, in the years, of bodies of the
level, of more than one of them in a year; or the metric is one by which nobody is ranked."""
SCOPES = ("national", "region_wide", "direct_units", "agency", "sample")  # the widest first
WHOLE_YEARS = (0, 12)  # months: a day, a year


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers a question. `rows` are rows of figures.sql, by state:

    figures  one of each place that has one; `besides` are figures of the same place and year in another scope
    trend    the years of one line
    ranking  the first few of the bodies, of `count` in `year`; all of too few for a rank
    missing  the nearest figures that there are, if any; `lack` says what is missing
    `lacking` are places of several that have no figure.
    """

    question: Question
    metric: str
    state: State
    rows: tuple[Row, ...] = ()
    besides: tuple[Row, ...] = ()
    lacking: tuple[Place, ...] = ()
    lack: Lack = ""
    year: int | None = None
    count: int = 0
    level: str = ""
    values: Sequence[float] = field(default_factory=tuple)  # of a trend, a value for each year from the first, NaN in gaps


def find_figures(question: Question, metric: str, ask: Ask, statuses: tuple[str, ...]) -> Answer:
    """The figures of each place, or what is missing."""
    found = [_find_of_place(replace(question, places=(place,)), metric, ask, statuses) for place in question.places]
    held = [one for one in found if one.state != "missing"]
    if len(found) == 1 or not held:
        return replace(found[0], question=question)
    rows = tuple(row for one in held for row in (one.rows if one.state == "figures" else one.rows[-1:]))
    lacking = tuple(one.question.places[0] for one in found if one.state == "missing")
    return Answer(question, metric, "figures", rows, lacking=lacking)


def _find_of_place(question: Question, metric: str, ask: Ask, statuses: tuple[str, ...]) -> Answer:
    [place] = question.places
    rows = ask_figures(ask, metric, place, statuses)
    missing = Answer(question, metric, "missing")
    if not rows:
        return replace(missing, lack="place")
    scoped = [row for row in rows if not question.scope or row["scope"] == question.scope]
    if not scoped:
        return replace(missing, lack="scope", rows=_take_best(_keep_latest(rows)))
    dated = [row for row in scoped if _is_within(row["year"], question)]
    if question.recent:
        last = max(row["year"] for row in dated)
        dated = [row for row in dated if row["year"] > last - question.recent]
    if not dated:
        return replace(missing, lack="year", rows=_take_best(_keep_nearest(scoped, question)))
    if question.form == "trend":
        line = _find_line(dated)
        if len(line) > 1:
            years = pd.RangeIndex(line[0]["year"], line[-1]["year"] + 1)
            values = pd.Series({row["year"]: float(row["value"]) for row in line}).reindex(years)
            return Answer(question, metric, "trend", tuple(line), year=line[-1]["year"], values=tuple(values))
    shown = _keep_latest(dated) if question.years is None else dated
    best = _take_best(shown)
    besides = [row for row in shown if row["year"] == best[0]["year"] and row["scope"] != best[0]["scope"]]
    others = {row["scope"]: _take_best([one for one in besides if one["scope"] == row["scope"]])[0] for row in besides}
    return Answer(question, metric, "figures", best, tuple(others.values()), year=best[0]["year"])


def ask_figures(ask: Ask, metric: str, place: Place, statuses: tuple[str, ...]) -> list[dict[str, Any]]:
    """The figures with a value of a metric and a place; of those that state one year the one that stands for it."""
    if place.agency:
        filters = Filters(metrics=(metric,), agencies=(place.agency,), statuses=statuses)
    else:
        filters = Filters(metrics=(metric,), regions=(place.region,), levels=(place.level,), statuses=statuses)
    rows = [
        row for row in list_rows(ask("figures", **filters.parameters())) if row["year"] is not None and row["value"] is not None
    ]
    return [row for row in rows if place.agency or row["region_code"] == place.region]


def _is_within(year: int, question: Question) -> bool:
    first, last = question.years or (None, None)
    return (first is None or year >= first) and (last is None or year <= last)


def _turn(row: Row) -> tuple[Any, ...]:
    """Which of several figures says most: the widest scope, whole years, the latest (as queries/build/latest.sql has it)."""
    return (
        SCOPES.index(row["scope"]),
        row["months"] not in WHOLE_YEARS,
        -row["year"],
        row["baseline"] not in (None, "", "previous_year"),
        row["status"] in DOUBTFUL,
    )


def _take_best(rows: Sequence[Row]) -> tuple[Row, ...]:
    first = min(map(_turn, rows))
    return tuple(prefer([row for row in rows if _turn(row) == first])[:1])


def _keep_latest(rows: Sequence[Row]) -> list[Row]:
    """The latest of each scope and length of period: a part of a year never hides the whole one before it."""
    last: dict[tuple[Any, ...], int] = {}
    for row in rows:
        key = (row["scope"], row["months"], row["subject_id"])
        last[key] = max(last.get(key, 0), row["year"])
    return [row for row in rows if row["year"] == last[row["scope"], row["months"], row["subject_id"]]]


def _keep_nearest(rows: Sequence[Row], question: Question) -> list[Row]:
    """The figures of the year that comes nearest to those asked for; of two as near the later."""
    first, last = question.years or (None, None)

    def distance(year: int) -> int:
        return (first - year) if first is not None and year < first else (year - last) if last is not None else 0

    nearest = min({row["year"] for row in rows}, key=lambda year: (distance(year), -year))
    return [row for row in rows if row["year"] == nearest]


def _find_line(rows: Sequence[Row]) -> list[Row]:
    """The line that says most, a figure for each of its years: the widest scope, whole years, then the longest."""
    lines: dict[tuple[Any, ...], dict[int, list[Row]]] = {}
    for row in rows:
        lines.setdefault((row["subject_id"], row["series_group"]), {}).setdefault(row["year"], []).append(row)

    def turn(line: Mapping[int, list[Row]]) -> tuple[Any, ...]:
        one = next(iter(line.values()))[0]
        return (len(line) < 2, SCOPES.index(one["scope"]), one["months"] not in WHOLE_YEARS, -len(line), -max(line))

    line = min(lines.values(), key=turn)
    return [prefer(line[year])[0] for year in sorted(line)]


def level_below(place: Place | None) -> str:
    """Whose bodies stand side by side in an area: the provinces of the nation, the cities of a province."""
    at = LEVEL_ORDER.index(place.level) if place else 0
    return LEVEL_ORDER[min(at + 1, len(LEVEL_ORDER) - 1)]
