"""Figures over the years: change, percent, index with gaps kept; published changes; restatements and breaks in a series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.admissibility import is_count, is_finding, may_say
from yearbook.analysis.comparability import ALIKE, compare, list_rows, read_months
from yearbook.analysis.ranking import prefer
from yearbook.analysis.rounding import count_significant, measure_digits, measure_place, measure_rounding, round_significant

Row = Mapping[str, Any]
Key = tuple[Any, ...]

CHANGE_OF = "_change"  # the metric x_change is the published change of the metric x
NONE = float("nan")
CLOSE = 1 + 1e-9  # 1.64 − 1.63 is a little more than 0.01
NAMING = (  # what is the same all along a series
    "agency_id", "metric_id", "scope", "baseline", "months", "unit", "kind", "topic", "metric_zh", "metric_en", "better",
    "subject_id", "subject_zh", "subject_en", "agency_zh", "agency_en", "agency_short_zh", "admin_level", "body_kind",
    "region_code", "region_zh", "region_en", "province_code", "series_group", "comparison_group",
)  # fmt: skip
UNCHANGED: dict[str, Any] = {
    "previous_year": None, "years_apart": None, "previous_value": NONE, "approximate": False, "since_change": NONE,
    "since_percent": NONE, "since_points": NONE, "change": NONE, "change_percent": NONE, "change_points": NONE, "direction": "",
    "is_finding": True, "last_digit": NONE, "within_rounding": False,
}  # fmt: skip
COMPARED: dict[str, Any] = {
    "series": None, "state": "gap", **UNCHANGED, "index": NONE, "published_change": NONE, "published_fact_id": None,
    "contradicts": False, "restated_value": NONE, "restated_fact_id": None, "alternatives": 0,
}  # fmt: skip
"""What compare_years adds to a figure, as it is for a year without one."""


def compare_years(facts: pd.DataFrame, facts_of_changes: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every series of the frame (one subject, metric, baseline, period length), a row for each year from first to last.

    Columns: the facts' own, and
      series            a number: rows with the same one are one line of a chart
      state             published | gap; in a gap value is NaN and fact_id is missing
      previous_year     the year before that has a figure, years_apart how far back it lies (both missing for the first)
      change, change_percent, change_points   against the year before; NaN unless years_apart is 1 (同比)
      since_change, since_percent, since_points   the same against previous_year, however far back
      index             first year = 100, with the digits that the two values bear; NaN for changes, single days and where the
                        first value is not above zero
      approximate       one of the two values is not exact
      is_finding        the two values may be said together: not both are to be verified
      last_digit        the place of the last digit that a change of the two values bears, in the base unit: 100 of 1.63万 and
                        1.64万; NaN where both are written in full
      within_rounding   the true values behind what was written may be equal (GB/T 8170-2008)
      direction         better | worse | same | up | down (where neither is better); "" without a change; same where it
                        lies within rounding
      published_change  the change in percent that the agency published (metric <id>_change against the year before), from
                        `facts_of_changes` (by default the same frame), and its published_fact_id
      restated_value    what was published before for the same period, where a later report states another value; and its
                        restated_fact_id
      contradicts       both are there and differ by more than the rounding of what was written can explain
      alternatives      how many figures of the year were not taken
    All are columns of objects. Amounts are in the base unit, percents and points in percent. A percentage and a published
    change move in points only; other values have a percent where the earlier one is above zero and, of counts, large enough.
    """
    published = _find_published(facts if facts_of_changes is None else facts_of_changes)
    lines: dict[Key, dict[int, list[Row]]] = {}
    for row in list_rows(facts):
        if row["value"] is not None and row["value"] == row["value"]:
            lines.setdefault((row["subject_id"], row["series_group"]), {}).setdefault(row["year"], []).append(row)
    names = list(dict.fromkeys((*facts, *COMPARED)))
    gap = dict.fromkeys(names) | COMPARED | {"value": NONE, "value_max": NONE}
    compared = [row for series, line in enumerate(lines.values()) for row in _compare_line(line, series, published, gap)]
    cells = np.empty((len(compared), len(names)), dtype=object)
    for at, row in enumerate(map(itemgetter(*names), compared)):
        cells[at] = row
    return pd.DataFrame(cells, columns=names, dtype=object)


def _compare_line(
    line: Mapping[int, list[Row]], series: int, published: Mapping[Key, Row], empty: Row
) -> Iterator[dict[str, Any]]:
    """The years of one series, from the first to the last; `empty` is one without a figure."""
    before: Row | None = None
    first, digits = NONE, NONE
    for year in sorted(line):
        row, *others = prefer(line[year])
        for gap in range(before["year"] + 1 if before else year, year):
            named = {name: row[name] for name in NAMING if name in row}
            yield {**empty, **named, "series": series, "year": gap}
        point = find_point(row)
        if before is None:
            first, digits = point, count_significant(row)
        changed: dict[str, Any] = {"series": series, "state": "published", "alternatives": len(others)}
        changed |= measure_change(row, before)
        if row["kind"] != "change" and first > 0 and not is_occasion(row):
            changed["index"] = round_significant(point / first * 100, min(digits, count_significant(row)))
        change = published.get(_key_of_change(row, row["metric_id"]))
        if change is not None:
            off = measure_rounding(row) + (measure_rounding(before) if before else NONE)
            contradicts = _contradicts(changed, change, off)
            changed |= {
                "published_change": change["value"], "published_fact_id": change["fact_id"], "contradicts": contradicts,
            }  # fmt: skip
        yield {**row, **COMPARED, **changed, **_find_restated(row, others)}
        before = row


def measure_change(row: Row, before: Row | None) -> dict[str, Any]:
    """The change of a figure against the one `before` (value, value_max, qualifier, year, status), with the columns of UNCHANGED.

    A small count has no percent, and what happened on one day no change.
    """
    if before is None or is_occasion(row):
        return UNCHANGED
    difference, earlier = find_point(row) - (point := find_point(before)), point
    bears_percent = earlier > 0 and (not is_count(row) or may_say("percent", earlier))
    percent = difference / earlier * 100 if bears_percent else NONE
    if row["unit"] == "percent" or row["kind"] == "change":
        since = {"change": NONE, "percent": NONE, "points": difference}
    else:
        since = {"change": difference, "percent": percent, "points": NONE}
    apart = row["year"] - before["year"]
    now = since if apart == 1 else dict.fromkeys(since, NONE)
    places = [measure_place(row), measure_place(before)]
    within = bool(0 < abs(difference) <= sum(places) / 2 * CLOSE)
    rises, falls = difference > 0 and not within, difference < 0 and not within
    better = row["better"]
    way = (
        "same" if not rises and not falls
        else ("up" if rises else "down") if better == "neither"
        else "better" if (rises and better == "up") or (falls and better == "down")
        else "worse"
    )  # fmt: skip
    return {
        "previous_year": before["year"],
        "years_apart": apart,
        "previous_value": earlier,
        "approximate": is_inexact(row) or is_inexact(before),
        "is_finding": is_finding(row, before),
        "last_digit": max(places) or NONE,
        "within_rounding": within,
        **{f"since_{name}": change for name, change in since.items()},
        "change": now["change"],
        "change_percent": now["percent"],
        "change_points": now["points"],
        "direction": way,
    }


def is_occasion(row: Row) -> bool:
    """Whether a figure counts what happened on a single day: two auctions of different years are no trend."""
    return bool(row["kind"] == "flow" and read_months(row["months"]) == 0)


def find_point(row: Row) -> float:
    """One number for a figure: a range counts as its middle."""
    most = row["value_max"]
    return float(row["value"] if most is None or most != most else (row["value"] + most) / 2)


def is_inexact(row: Row) -> bool:
    """Whether a figure is not exact; one without a qualifier is."""
    return isinstance(row["qualifier"], str) and row["qualifier"] != "exact"


def _find_published(changes: pd.DataFrame) -> dict[Key, Row]:
    """The changes against the year before that agencies published, by whose they are, of what, for which period and year."""
    is_change = changes["metric_id"].str.endswith(CHANGE_OF) & changes["baseline"].eq("previous_year") & changes["value"].notna()
    stated: dict[Key, list[Row]] = {}
    for row in list_rows(changes[is_change]) if is_change.any() else ():
        stated.setdefault(_key_of_change(row, row["metric_id"].removesuffix(CHANGE_OF)), []).append(row)
    return {key: prefer(rows)[0] for key, rows in stated.items()}


def _key_of_change(row: Row, metric: str) -> Key:
    return (row["subject_id"], metric, row["months"], row["year"])


def _contradicts(computed: Row, published: Row, off: float) -> bool:
    """Whether a published change differs by more than what was written can explain; `off` is how far the two values may be off
    together, as a part of them."""
    if computed["approximate"] or is_inexact(published):
        return False
    percent = computed["change_percent"]
    return bool(abs(percent - published["value"]) > measure_digits(published) + off * (100 + abs(percent)))


def _find_restated(row: Row, others: list[Row]) -> dict[str, Any]:
    """What was published before for the very same period as a figure.

    A value that was published earlier and differs by more than the digits written can explain has been restated; the latest such
    value is named. Without dates nothing is called restated: the sources disagree.
    """
    earlier = [
        other
        for other in others
        if other["agency_id"] == row["agency_id"]  # what another publisher says contradicts, but restates nothing
        and other["period_start"] == row["period_start"]
        and other["period_end"] == row["period_end"]
        and other["published_on"] < row["published_on"]  # a missing day is before and after none
        and abs(row["value"] - other["value"]) > _measure_slack(row) + _measure_slack(other) + 1e-9
    ]
    if not earlier:
        return {}
    latest = max(earlier, key=lambda other: (other["published_on"], other["fact_id"]))
    return {"restated_value": latest["value"], "restated_fact_id": latest["fact_id"]}


def _measure_slack(row: Row) -> float:
    return measure_rounding(row) * abs(float(row["value"]))


BREAK = [
    "subject_id", "agency_id", "metric_id", "year", "series_group", "scope", "admin_level", "baseline", "months", "wider_extent",
    "reasons",
]  # fmt: skip


def find_breaks(own: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Years for which a line of `own` has no figure but its publisher one in `others` that may not be compared with the line.

    Both are lines of one metric (see lines.sql), `own` of one comparable group. Columns: those of BREAK, `subject_id` that of the
    line; `reasons` are keys of words, as analysis.comparability.compare gives them. One row a body and
    year: the line with fewest reasons. A year counts that lies within the line, or from which figures lead to it year by year.
    """
    heads = {row["agency_id"]: row for row in list_rows(own, (*ALIKE, "subject_id", "years"))}
    found: dict[str, dict[int, dict[str, Any]]] = {agency: {} for agency in heads}
    for row in list_rows(others[others["agency_id"].isin(heads)], dict.fromkeys((*ALIKE, *BREAK, "years"))):
        agency = row["agency_id"]
        missing = [year for year in row["years"] if year not in heads[agency]["years"]]
        reasons = compare(heads[agency], row, across="years").reasons if missing else ()
        for year in missing if reasons else ():
            known = found[agency].get(year)
            if known is None or len(reasons) <= len(known["reasons"]):
                found[agency][year] = {**row, "subject_id": heads[agency]["subject_id"], "year": year, "reasons": reasons}
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
