"""How figures move from year to year: change, percent, percentage points, index; gaps stay gaps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.choice import choose_one
from yearbook.analysis.comparability import label_groups
from yearbook.analysis.published_change import add_published_changes, measure_rounding
from yearbook.analysis.restatement import add_restatements

SERIES = ("agency_id", "metric_id", "scope", "baseline", "months", "unit", "kind")
KEPT = ("topic", "metric_zh", "metric_en", "better", "agency_zh", "agency_en", "agency_short_zh", "admin_level", "body_kind",
        "region_code", "region_zh", "region_en", "province_code")  # fmt: skip
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
    given = facts[facts["value"].notna()]
    if given.empty:
        return _empty(facts)
    given = given.assign(series=_number_series(given))
    figures = choose_one(given, ["series", "year"]).sort_values(["series", "year"])
    full = _fill_years(add_restatements(figures, given))
    before = _find_previous(full)
    compared = full.assign(**before, **_measure(full, before))
    return add_published_changes(compared, facts if facts_of_changes is None else facts_of_changes).reset_index(drop=True)


def _number_series(facts: pd.DataFrame) -> pd.Series:
    """Series are the comparable groups across years, of one agency each."""
    group = label_groups(facts, across="years")
    keys = pd.DataFrame({"agency": facts["agency_id"].astype(object), "group": group})
    return keys.groupby(["agency", "group"], sort=False).ngroup()


def _fill_years(figures: pd.DataFrame) -> pd.DataFrame:
    """A row for each year between the first and the last of a series; what identifies the series is filled in, values are not."""
    years = figures.groupby("series")["year"].agg(["min", "max"])
    spans = zip(years.index, years["min"], years["max"], strict=True)
    wanted = pd.MultiIndex.from_tuples(
        [(series, year) for series, first, last in spans for year in range(first, last + 1)], names=["series", "year"]
    )
    full = figures.set_index(["series", "year"]).reindex(wanted).reset_index()
    names = [name for name in (*SERIES, *KEPT) if name in full]
    filled = figures.groupby("series")[names].first().reindex(full["series"]).reset_index(drop=True)
    return full.assign(
        **{name: filled[name] for name in names},
        state=np.where(full["fact_id"].isna(), "gap", "published"),
        alternatives=full["alternatives"].fillna(0).astype("int64"),
    )


def _find_previous(full: pd.DataFrame) -> dict[str, pd.Series]:
    """The figure before each figure of its series: year, value, qualifier, half a unit of its last digit."""
    there = full["state"] == "published"
    known = pd.DataFrame(
        {
            "year": full["year"].astype("Int64").where(there),
            "value": _point(full),
            "inexact": (full["qualifier"].astype(object).fillna("exact") != "exact").astype("float64").where(there),
            "rounding": measure_rounding(full).where(there),
        }
    )
    previous = known.groupby(full["series"]).ffill().groupby(full["series"]).shift(1)
    year = previous["year"].where(there)
    return {
        "previous_year": year,
        "years_apart": full["year"].astype("Int64") - year,
        "previous_value": previous["value"].where(there),
        "approximate": (there & year.notna() & ((known["inexact"] > 0) | (previous["inexact"] > 0))).astype(bool),
        "_rounding": known["rounding"] + previous["rounding"],
    }


def _measure(full: pd.DataFrame, before: dict[str, pd.Series]) -> dict[str, Any]:
    value, earlier = _point(full), before["previous_value"]
    in_points = (full["unit"].astype(str) == "percent") | (full["kind"].astype(str) == "change")
    difference = value - earlier
    since = {
        "since_change": difference.where(~in_points),
        "since_percent": (difference / earlier * 100).where(~in_points & (earlier > 0)),
        "since_points": difference.where(in_points),
    }
    consecutive = before["years_apart"].fillna(0) == 1
    first = value.groupby(full["series"]).transform("first")
    return {
        **since,
        **{CHANGES[name]: part.where(consecutive) for name, part in since.items()},
        "index": (value / first * 100).where((first > 0) & (full["kind"].astype(str) != "change")),
        "direction": _direction(difference, full["better"].astype(str)),
    }


def _direction(difference: pd.Series, better: pd.Series) -> np.ndarray[Any, Any]:
    rises, falls = difference > 0, difference < 0
    return np.select(
        [difference.isna(), ~rises & ~falls, rises & (better == "up"), falls & (better == "down"), better == "neither"],
        ["", "same", "better", "better", np.where(rises, "up", "down")],
        "worse",
    )


def _point(frame: pd.DataFrame) -> pd.Series:
    """One number for a figure: a range counts as its middle."""
    return frame["value"].where(frame["value_max"].isna(), (frame["value"] + frame["value_max"]) / 2)


def _empty(facts: pd.DataFrame) -> pd.DataFrame:
    texts = {name: pd.Series(dtype="object") for name in ("state", "direction", "published_fact_id", "restated_fact_id")}
    numbers = {name: pd.Series(dtype="float64") for name in MEASURES}
    counts = {name: pd.Series(dtype="Int64") for name in ("series", "previous_year", "years_apart", "alternatives")}
    flags = {name: pd.Series(dtype="bool") for name in ("approximate", "contradicts")}
    return facts.iloc[0:0].assign(**texts, **numbers, **counts, **flags)
