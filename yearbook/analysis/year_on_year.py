"""Figures over the years: change, percent, index with gaps kept; published changes; restatements and breaks in a series."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import ALIKE, compare, list_rows
from yearbook.analysis.ranking import pick_preferred

CHANGE_OF = "_change"  # the metric x_change is the published change of the metric x
KEYS = ["agency_id", "metric_id", "scope", "months", "year"]
NUMBER = re.compile(r"\d+(?:\.(\d+))?")


def find_published_changes(compared: pd.DataFrame, rounding: pd.Series, changes: pd.DataFrame) -> pd.DataFrame:
    """The published change for each computed one: same agency, scope, length of period and year.

    `compared` is what compare_years computes, `rounding` how far the two values of each row may be off together, as a part of
    them. Columns: published_change (percent), published_fact_id and contradicts.
    """
    is_change = changes["metric_id"].str.endswith(CHANGE_OF) & changes["baseline"].eq("previous_year") & changes["value"].notna()
    if not is_change.any():
        return pd.DataFrame({"published_change": np.nan, "published_fact_id": None, "contradicts": False}, compared.index)
    stated = pick_preferred(changes[is_change], KEYS)
    published = stated[KEYS].assign(
        metric_id=stated["metric_id"].str.removesuffix(CHANGE_OF),
        published_change=stated["value"],
        published_fact_id=stated["fact_id"],
        inexact=is_inexact(stated),
        slack=measure_digits(stated),
    )
    both = compared[[*KEYS, "change_percent", "approximate"]].merge(published, on=KEYS, how="left").set_index(compared.index)
    computed = both["change_percent"]
    slack = both["slack"] + rounding * (100 + computed.abs())
    exact = ~both["approximate"] & both["inexact"].eq(False)
    both["contradicts"] = exact & ((computed - both["published_change"]).abs() > slack)
    return both[["published_change", "published_fact_id", "contradicts"]]


def measure_rounding(facts: pd.DataFrame) -> pd.Series:
    """How far each value may be off because of the digits that were written, as a part of it (0.005 is half a percent)."""
    written = facts["value_as_written"].map({text: _read_number(text) for text in facts["value_as_written"].dropna().unique()})
    number = written.astype("float64").fillna(facts["value"]).abs()
    return (measure_digits(facts) / number.where(number > 0)).fillna(0.0)


def measure_digits(facts: pd.DataFrame) -> pd.Series:
    """Half a unit of the last digit written: 0.05 for 94.7; for words without digits, of the last digit of the value."""
    halves = facts["value_as_written"].map({text: _half_digit(text) for text in facts["value_as_written"].dropna().unique()})
    return halves.astype("float64").fillna((facts["value"] % 1 == 0).map({True: 0.5, False: 0.005}))


def is_inexact(facts: pd.DataFrame) -> pd.Series:
    """Whether each figure is one that is not exact; a figure without a qualifier is."""
    return facts["qualifier"].fillna("exact").ne("exact")


def _half_digit(text: str) -> float:
    found = NUMBER.search(text.replace(",", ""))
    return float("nan") if found is None else 0.5 * 10.0 ** -len(found[1] or "")


def _read_number(text: str) -> float:
    found = NUMBER.search(text.replace(",", ""))
    return float(found[0]) if found and float(found[0]) else float("nan")


PERIOD = ["series", "year", "period_start", "period_end"]
BREAK = ["agency_id", "metric_id", "year", "series_group", "scope", "admin_level", "baseline", "months", "reasons"]


def find_restated(given: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """What was published before for the very same period as each chosen figure: restated_value and restated_fact_id.

    `chosen` are rows of `given`, at most one for each series and year, with its index. A value that was published earlier and
    differs by more than the digits written can explain has been restated; the latest such value is named. Without dates nothing
    is called restated: the sources disagree.
    """
    restated = pd.DataFrame({"restated_value": float("nan"), "restated_fact_id": None}, chosen.index)
    if len(chosen) == len(given):
        return restated
    figures = given[[*PERIOD, "value", "published_on", "fact_id"]].assign(off=measure_rounding(given) * given["value"].abs())
    now = figures.loc[chosen.index].reset_index(names="row")
    both = now.merge(figures, on=PERIOD, suffixes=("", "_before"))
    differs = (both["value"] - both["value_before"]).abs() > both["off"] + both["off_before"] + 1e-9
    earlier = both[differs & (both["published_on_before"] < both["published_on"])]
    latest = earlier.sort_values(["published_on_before", "fact_id_before"]).drop_duplicates("row", keep="last").set_index("row")
    restated.loc[latest.index, "restated_value"] = latest["value_before"]
    restated["restated_fact_id"] = latest["fact_id_before"].reindex(chosen.index)
    return restated


def find_breaks(own: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Years for which a body of `own` has no figure there but one in `others` that may not be compared with its line.

    Both are lines of one metric (see lines.sql), `own` of one comparable group. Columns: those of BREAK; `reasons` are keys of
    words, as analysis.comparability.compare gives them. One row a body and year: the line with fewest reasons. A year counts that
    lies within the line, or from which figures lead to it year by year.
    """
    heads = {row["agency_id"]: row for row in list_rows(own, (*ALIKE, "years"))}
    found: dict[str, dict[int, dict[str, Any]]] = {agency: {} for agency in heads}
    for row in list_rows(others[others["agency_id"].isin(heads)], dict.fromkeys((*ALIKE, *BREAK, "years"))):
        agency = row["agency_id"]
        missing = [year for year in row["years"] if year not in heads[agency]["years"]]
        reasons = compare(heads[agency], row, across="years").reasons if missing else ()
        for year in missing if reasons else ():
            known = found[agency].get(year)
            if known is None or len(reasons) <= len(known["reasons"]):
                found[agency][year] = {**row, "year": year, "reasons": reasons}
    rows = [
        row
        for agency, breaks in found.items()
        for year, row in sorted(breaks.items())
        if _is_reached(year, set(heads[agency]["years"]), {*heads[agency]["years"], *breaks})
    ]
    return pd.DataFrame(rows, columns=BREAK)


def _is_reached(year: int, years: set[int], known: set[int]) -> bool:
    """Whether an unbroken run of years with figures leads from `year` to the line, or the year lies within the line."""
    if min(years) < year < max(years):
        return True
    step = 1 if year < min(years) else -1
    at = year
    while at in known and at not in years:
        at += step
    return at in years


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
