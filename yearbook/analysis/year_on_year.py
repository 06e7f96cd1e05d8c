"""How figures move from year to year: change, percent, percentage points, index; gaps stay gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import label_groups
from yearbook.analysis.preferred import pick_preferred_rows
from yearbook.analysis.published_change import find_inexact, find_published_changes, measure_rounding
from yearbook.analysis.restatement import find_restated
from yearbook.analysis.rows import NOWHERE, Floats, Numbers, encode_rows, is_any_of, keep_rows, take_rows

NAMING = frozenset({  # what is the same all along a series
    "agency_id", "metric_id", "scope", "baseline", "months", "unit", "kind", "topic", "metric_zh", "metric_en", "better",
    "agency_zh", "agency_en", "agency_short_zh", "admin_level", "body_kind", "region_code", "region_zh", "region_en",
    "province_code",
})  # fmt: skip
CHANGES = {"since_change": "change", "since_percent": "change_percent", "since_points": "change_points"}
MEASURES = (*CHANGES, *CHANGES.values(), "index", "published_change", "previous_value", "restated_value")


def compare_years(facts: pd.DataFrame, facts_of_changes: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every series of the frame (one agency, metric, scope, baseline, period length), a row for each year from first to last.

    Columns: the facts' own, and
      series            a number: rows with the same one are one line of a chart
      state             published | gap; in a gap value is NaN and fact_id is missing
      previous_year     the year before that has a figure, years_apart how far back it lies (Int64, missing for the first)
      change, change_percent, change_points   against the year before; NaN unless years_apart is 1 (同比)
      since_change, since_percent, since_points   the same against previous_year, however far back
      index             first year = 100; NaN for changes and where the first value is not above zero
      approximate       one of the two values is not exact
      direction         better | worse | same | up | down (where neither is better); "" without a change
      published_change  the change in percent that the agency published (metric <id>_change against the year before), from
                        `facts_of_changes` (by default the same frame), and its published_fact_id
      restated_value    what was published before for the same period, where a later report states another value; and its
                        restated_fact_id
      contradicts       both are there and differ by more than the rounding of what was written can explain
    Amounts are in the base unit, percents and points in percent. A percentage and a published change move in points
    only; other values have a percent where the earlier one is above zero.
    """
    given = keep_rows(facts, facts["value"].notna().to_numpy())
    if given.empty:
        return _empty(facts)
    series = encode_rows(given["agency_id"], label_groups(given, across="years"))
    lines = _lay_lines(given, series)
    changes, rounding = _measure_changes(given, lines)
    columns = _take_figures(given, lines) | _take_restated(given, series, lines) | changes
    published = find_published_changes(columns, rounding, facts if facts_of_changes is None else facts_of_changes)
    return pd.DataFrame(columns | published, copy=False)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The rows of the answer: every series from its first to its last year, one after another, in numbers.

    figure    which of `chosen` the row is, -1 in a gap
    head      where in `chosen` the row's series begins
    before    the row that is the figure before this figure, -1 in a gap and for the first
    """

    chosen: Numbers  # places in the facts given, by series and year
    alternatives: Numbers
    series: Numbers
    year: Numbers
    figure: Numbers
    head: Numbers
    before: Numbers

    def take(self, values: Floats) -> Floats:
        """Values of the chosen figures for all rows, NaN in gaps."""
        return np.append(values, np.nan)[self.figure]


def _lay_lines(given: pd.DataFrame, series: Numbers) -> _Lines:
    years = given["year"].to_numpy(dtype="int64")
    chosen, alternatives = pick_preferred_rows(given, encode_rows(series, years))
    order = np.lexsort((years[chosen], series[chosen]))
    chosen, alternatives = chosen[order], alternatives[order]
    told, year = series[chosen], years[chosen]
    heads = np.flatnonzero(np.diff(told, prepend=-1))
    tails = np.append(heads[1:], len(chosen)) - 1
    lengths = year[tails] - year[heads] + 1
    starts = np.cumsum(lengths) - lengths
    rows = np.arange(lengths.sum())
    line = np.repeat(np.arange(len(heads)), lengths)  # the line of each row, counted from 0
    figure = np.full(len(rows), NOWHERE)
    figure[np.repeat(starts - year[heads], np.diff(np.append(heads, len(chosen)))) + year] = np.arange(len(chosen))
    last = np.maximum.accumulate(np.where(figure == NOWHERE, NOWHERE, rows))  # the last row with a figure, up to each
    earlier = np.append(NOWHERE, last[:-1])
    before = np.where((figure == NOWHERE) | (earlier < starts[line]), NOWHERE, earlier)
    return _Lines(chosen, alternatives, told[heads][line], rows - starts[line] + year[heads][line], figure, heads[line], before)


def _take_figures(given: pd.DataFrame, lines: _Lines) -> dict[str, Any]:
    """The facts' columns; in a gap what identifies the series is filled in, values are not."""
    is_gap = lines.figure == NOWHERE
    own = np.append(lines.chosen, NOWHERE)[lines.figure]
    named = np.where(is_gap, lines.chosen[lines.head], own)
    columns = {str(name): take_rows(column, named if name in NAMING else own) for name, column in given.items()}
    return columns | {
        "series": lines.series,
        "year": lines.year,
        "state": np.where(is_gap, "gap", "published"),
        "alternatives": np.append(lines.alternatives, 0)[lines.figure],
    }


def _take_restated(given: pd.DataFrame, series: Numbers, lines: _Lines) -> dict[str, Any]:
    return {name: take_rows(column, lines.figure) for name, column in find_restated(given, series, lines.chosen).items()}


def _measure_changes(given: pd.DataFrame, lines: _Lines) -> tuple[dict[str, Any], Floats]:
    """The columns of changes against the figure before, and how far the two values of each row may be off together."""
    chosen = given[["value", "value_max", "unit", "kind", "better", "qualifier", "value_as_written"]].iloc[lines.chosen]
    point, inexact, rounding = _point(chosen), find_inexact(chosen).astype("float64"), measure_rounding(chosen)
    value, doubt, off = lines.take(point), lines.take(inexact), lines.take(rounding)
    earlier, earlier_doubt, earlier_off = (np.append(told, np.nan)[lines.before] for told in (value, doubt, off))
    first, is_first = point[lines.head], lines.before == NOWHERE
    is_change = is_any_of(chosen["kind"], "change")[lines.head]
    in_points = is_any_of(chosen["unit"], "percent")[lines.head] | is_change
    apart = lines.year - lines.year[lines.before]
    difference = value - earlier
    with np.errstate(divide="ignore", invalid="ignore"):
        since = {
            "since_change": np.where(in_points, np.nan, difference),
            "since_percent": np.where(~in_points & (earlier > 0), difference / earlier * 100, np.nan),
            "since_points": np.where(in_points, difference, np.nan),
        }
        index = np.where((first > 0) & ~is_change, value / first * 100, np.nan)
    consecutive = ~is_first & (apart == 1)
    better = chosen["better"].astype(object).to_numpy()[lines.head]
    return {
        "previous_year": pd.arrays.IntegerArray(lines.year[lines.before], is_first),
        "years_apart": pd.arrays.IntegerArray(apart, is_first),
        "previous_value": earlier,
        "approximate": ~is_first & ((doubt > 0) | (earlier_doubt > 0)),
        **since,
        **{CHANGES[name]: np.where(consecutive, part, np.nan) for name, part in since.items()},
        "index": index,
        "direction": _direction(difference, better),
    }, off + earlier_off


def _direction(difference: Floats, better: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    rises, falls = difference > 0, difference < 0
    return np.select(
        [np.isnan(difference), ~rises & ~falls, rises & (better == "up"), falls & (better == "down"), better == "neither"],
        ["", "same", "better", "better", np.where(rises, "up", "down")],
        "worse",
    )


def _point(frame: pd.DataFrame) -> Floats:
    """One number for a figure: a range counts as its middle."""
    value, most = (frame[name].to_numpy(dtype="float64") for name in ("value", "value_max"))
    return np.where(np.isnan(most), value, (value + most) / 2)


def _empty(facts: pd.DataFrame) -> pd.DataFrame:
    texts = {name: pd.Series(dtype="object") for name in ("state", "direction", "published_fact_id", "restated_fact_id")}
    numbers = {name: pd.Series(dtype="float64") for name in MEASURES}
    counts = {name: pd.Series(dtype="Int64") for name in ("series", "previous_year", "years_apart", "alternatives")}
    flags = {name: pd.Series(dtype="bool") for name in ("approximate", "contradicts")}
    return facts.iloc[0:0].assign(**texts, **numbers, **counts, **flags)
