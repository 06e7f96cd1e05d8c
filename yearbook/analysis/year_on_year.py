"""How figures move from year to year: change, percent, percentage points, index; gaps stay gaps."""

from __future__ import annotations

import numpy as np
import pandas as pd

from yearbook.analysis.preferred import pick_preferred
from yearbook.analysis.published_change import find_published_changes, is_inexact, measure_rounding
from yearbook.analysis.restatement import find_restated

NAMING = [  # what is the same all along a series
    "agency_id", "metric_id", "scope", "baseline", "months", "unit", "kind", "topic", "metric_zh", "metric_en", "better",
    "agency_zh", "agency_en", "agency_short_zh", "admin_level", "body_kind", "region_code", "region_zh", "region_en",
    "province_code", "series_group", "comparison_group",
]  # fmt: skip
COMPARED = (  # what is read of the figures
    "agency_id", "metric_id", "series_group", "scope", "months", "year", "period_start", "period_end", "value", "value_max",
    "unit", "kind", "better", "qualifier", "value_as_written", "fact_id", "status", "published_on", "baseline",
)  # fmt: skip
CHANGES = {"since_change": "change", "since_percent": "change_percent", "since_points": "change_points"}


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
    given = facts if facts["value"].notna().all() else facts[facts["value"].notna()]
    given = given.reset_index(drop=True)
    series = given.groupby(["agency_id", "series_group"], sort=False).ngroup()
    figures = given[[name for name in COMPARED if name in given]].assign(series=series)  # few columns are soon cut
    chosen = pick_preferred(figures, ["series", "year"]).sort_values(["series", "year"], kind="stable")
    restated = find_restated(figures, chosen)
    rounding = measure_rounding(chosen)
    by_series = chosen.groupby("series")
    before = by_series[["year", "value", "value_max", "qualifier"]].shift()
    point, earlier = find_point(chosen), find_point(before)
    first = point.groupby(chosen["series"]).transform("first")
    compared = chosen.assign(
        state="published",
        previous_year=before["year"].astype("Int64"),
        previous_value=earlier,
        approximate=before["year"].notna() & (is_inexact(chosen) | is_inexact(before)),
        index=(point / first.where(first > 0) * 100).where(chosen["kind"] != "change"),
    )
    compared = measure_changes(compared)
    off = rounding + rounding.groupby(chosen["series"]).shift()
    published = find_published_changes(compared, off, facts if facts_of_changes is None else facts_of_changes)
    computed = compared.drop(columns=list(COMPARED), errors="ignore")
    rest = given if len(chosen) == len(given) and chosen.index.is_monotonic_increasing else given.loc[chosen.index]
    return _fill_gaps(pd.concat([rest, computed, restated, published], axis=1).reset_index(drop=True))


def measure_changes(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures with their columns of changes, from value, value_max, unit, kind, better, year, previous_year, previous_value."""
    difference, earlier = find_point(figures) - figures["previous_value"], figures["previous_value"]
    in_points = figures["unit"].eq("percent") | figures["kind"].eq("change")
    apart = (figures["year"] - figures["previous_year"]).astype("Int64")
    since = {
        "since_change": difference.where(~in_points),
        "since_percent": (difference / earlier.where(earlier > 0) * 100).where(~in_points),
        "since_points": difference.where(in_points),
    }
    consecutive = apart.eq(1).fillna(False).astype(bool)
    changes = {CHANGES[name]: part.where(consecutive) for name, part in since.items()}
    return figures.assign(years_apart=apart, **since, **changes, direction=_find_direction(difference, figures["better"]))


def find_point(figures: pd.DataFrame) -> pd.Series:
    """One number for a figure: a range counts as its middle."""
    return figures["value"].where(figures["value_max"].isna(), (figures["value"] + figures["value_max"]) / 2).astype("float64")


def _find_direction(difference: pd.Series, better: pd.Series) -> np.ndarray:
    rises, falls = difference > 0, difference < 0
    return np.select(
        [difference.isna(), ~rises & ~falls, rises & better.eq("up"), falls & better.eq("down"), better.eq("neither")],
        ["", "same", "better", "better", np.where(rises, "up", "down")],
        "worse",
    )


def _fill_gaps(compared: pd.DataFrame) -> pd.DataFrame:
    """A row for each missing year within a series: what identifies the series is filled in, values are not."""
    missing = compared.loc[compared["years_apart"].fillna(1) > 1, ["series", "previous_year", "year"]]
    if missing.empty:
        return compared
    gaps = [(series, year) for series, first, last in missing.itertuples(index=False) for year in range(first + 1, last)]
    named = [name for name in NAMING if name in compared]
    heads = compared.drop_duplicates("series").set_index("series")[named]
    empty = pd.DataFrame(gaps, columns=["series", "year"]).join(heads, on="series")
    empty = empty.assign(state="gap", direction="", approximate=False, contradicts=False, alternatives=0)
    return pd.concat([compared, empty]).sort_values(["series", "year"], kind="stable", ignore_index=True)
