"""Changes in words: 比上年增长33.3%, 比2020年提高0.8个百分点, 与上年持平.

A percentage moves in 百分点 (提高, 降低), anything else in percent (增长, 下降) or, from nought, by an amount (增加, 减少).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from yearbook.catalogue.messages import Language, translate
from yearbook.charts.number_format import format_points, format_value, read_unit

PREVIOUS = "previous_year"


def describe_movement(row: Mapping[str, Any], language: Language) -> str:
    """How a row of compare_years stands against its previous year (比上年增长33.3%); "" without one or with both unverified."""
    if not row["is_finding"]:
        return ""
    kind = next((kind for kind in ("points", "percent", "change") if pd.notna(row[f"since_{kind}"])), None)
    if kind is None:
        return ""
    moved, rough = float(row[f"since_{kind}"]), bool(row["approximate"])
    since = PREVIOUS if int(row["years_apart"]) == 1 else str(int(row["previous_year"]))
    if kind == "points":
        size = format_points(abs(moved), language, signed=False, approximate=rough)
    else:
        unit, digits = ("percent", 3) if kind == "percent" else (read_unit(row), 4)
        shown = round(abs(moved), 2) if kind == "percent" else abs(moved)
        size = format_value(shown, unit, language, "approx" if rough else "exact", digits=digits)
    return _describe(moved, {"change": "amount"}.get(kind, kind), size, since, language)


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
