"""Changes in words: 比上年增长33.3%, 比2020年提高0.8个百分点, 与上年持平.

A percentage moves in 百分点 (提高, 降低), anything else in percent (增长, 下降) or, from nought, by an amount (增加, 减少).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import pandas as pd

from yearbook.analysis.rounding import DIGITS, count_digits, round_digits
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.number_format import format_points, format_value, read_unit

PREVIOUS = "previous_year"
NONE = float("nan")
NOISE = 1e-6  # what a difference of floats has beyond its last digit
Measure = Literal["points", "percent", "change"]


def describe_movement(row: Mapping[str, Any], language: Language) -> str:
    """How a row of compare_years stands against its previous year (比上年增长33.3%); "" without one or with both unverified."""
    if not row["is_finding"]:
        return ""
    kind = find_measure(row)
    if kind is None:
        return ""
    moved, size = float(row[f"since_{kind}"]), format_moved(row, kind, language, signed=False)
    since = PREVIOUS if int(row["years_apart"]) == 1 else str(int(row["previous_year"]))
    told = _describe(moved, {"change": "amount"}.get(kind, kind), size, since, language)
    return translate("charts.within_rounding", language, moved=told) if row["within_rounding"] else told


def round_moved(row: Mapping[str, Any], kind: Measure) -> float:
    """The change since_`kind` of a row of compare_years; NaN without one. Percents and points have two decimals at most, and a
    percent the significant digits of what it is worked out from, rounded as by GB/T 8170-2008."""
    if pd.isna(row[f"since_{kind}"]):
        return NONE
    moved, digit = float(row[f"since_{kind}"]), float(row["last_digit"])
    shown = moved if kind == "change" else round(moved, 2)
    if kind != "percent" or not digit > 0 or not shown:
        return shown
    coarsest = min(abs(row["since_change"]), abs(row["previous_value"]), abs(row["value"]))
    return float(round_digits(shown, count_digits(coarsest, digit)))


def is_rough(row: Mapping[str, Any]) -> bool:
    """Whether the change of a row of compare_years is about what is said: a value is not exact, the change lies within rounding,
    or a difference has decimals that the coarser of the two does not have (75.3% and 76%)."""
    if row["approximate"] or row["within_rounding"]:
        return True
    steps = abs(row["since_points"] if pd.isna(row["since_change"]) else row["since_change"]) / row["last_digit"]
    return bool(abs(steps - round(steps)) > NOISE) if steps == steps else False


def format_moved(row: Mapping[str, Any], kind: Measure, language: Language, signed: bool) -> str:
    """The change since_`kind` with its unit, without a sign where it is not `signed`; about where a value is not exact and where
    the change lies within rounding."""
    moved = round_moved(row, kind)
    rough = bool(row["approximate"] or row["within_rounding"]) if kind == "percent" else is_rough(row)
    if not signed:
        moved = abs(moved)
    if kind == "points":
        return format_points(moved, language, signed=signed, approximate=rough)
    unit, digits = ("percent", 3) if kind == "percent" else (read_unit(row), DIGITS)
    return format_value(moved, unit, language, "approx" if rough else "exact", signed=signed, digits=digits)


def find_measure(row: Mapping[str, Any]) -> Measure | None:
    """By what a row of compare_years has moved; None where it has not."""
    return next((kind for kind in get_args(Measure) if pd.notna(row[f"since_{kind}"])), None)


def describe_stated_change(row: Mapping[str, Any], language: Language) -> str:
    """A figure that is itself a change, in words: 比2015年下降3.03%."""
    most = None if pd.isna(row["value_max"]) else abs(row["value_max"])
    size = format_value(abs(row["value"]), read_unit(row), language, str(row["qualifier"]), most)
    since = str(row["baseline"]) if pd.notna(row["baseline"]) else ""
    return _describe(float(row["value"]), "percent", size, since, language)


def name_changed(row: Mapping[str, Any], language: Language) -> str:
    """What a metric of changes is the change of: 人均综合能耗 of 人均综合能耗增减率."""
    before, _, after = translate("charts.change_of", language, metric="\0").partition("\0")
    name = str(row[f"metric_{language}"])
    bare = name.removeprefix(before).removesuffix(after)
    return bare[:1].upper() + bare[1:]


def _describe(moved: float, kind: str, size: str, since: str, language: Language) -> str:
    """`since` is PREVIOUS, a year, or "" where it is not known against what."""
    named = translate("charts.since_previous", language) if since == PREVIOUS else since
    named = translate("charts.since_year", language, year=since) if since.isdecimal() else named
    if moved == 0:
        return translate("charts.unmoved", language, since=named)
    words = translate(f"charts.{'rise' if moved > 0 else 'fall'}_{kind}", language, size=size)
    return translate("charts.against", language, since=named, moved=words) if named else words
