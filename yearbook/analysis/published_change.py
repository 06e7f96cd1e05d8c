"""The change that an agency published, beside the one its own figures give: a contradiction is marked, rounding forgiven."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from yearbook.analysis.choice import choose_one

CHANGE_OF = "_change"  # the metric x_change is the published change of the metric x


def add_published_changes(compared: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Put the published change beside the computed one: same agency, scope, length of period and year.

    `compared` has what compare_years computes, and `_rounding` (see measure_rounding); it comes back with published_change
    (percent), published_fact_id and contradicts, without `_rounding`.
    """
    keys = ["agency_id", "metric_id", "scope", "months", "year"]
    is_change = changes["metric_id"].astype(str).str.endswith(CHANGE_OF) & (changes["baseline"].astype(object) == "previous_year")
    if not is_change.any():
        return compared.drop(columns="_rounding").assign(published_change=float("nan"), published_fact_id=None, contradicts=False)
    published = choose_one(changes[is_change & changes["value"].notna()], keys)
    published = published.assign(metric_id=published["metric_id"].astype(str).str.removesuffix(CHANGE_OF))
    written = zip(published["value_as_written"], published["value"], strict=True)
    published = published.assign(_half=[_half_digit(text, value) for text, value in written])
    published = published[[*keys, "value", "fact_id", "qualifier", "_half"]].rename(
        columns={"value": "published_change", "fact_id": "published_fact_id", "qualifier": "_published_qualifier"}
    )
    types = {name: "int64" if name in ("months", "year") else "object" for name in keys}
    beside = compared.astype(types).merge(published.astype(types), on=keys, how="left")
    slack = beside["_half"] + beside["_rounding"] * (100 + beside["change_percent"].abs())
    exact = ~beside["approximate"] & (beside["_published_qualifier"].fillna("exact") == "exact")
    beside["contradicts"] = (exact & ((beside["change_percent"] - beside["published_change"]).abs() > slack)).astype(bool)
    return beside.drop(columns=["_half", "_rounding", "_published_qualifier"])


def measure_rounding(frame: pd.DataFrame) -> pd.Series:
    """How far a value may be off because of the digits that were written, as a part of it (0.005 is half a percent)."""
    halves = []
    for text, value in zip(frame["value_as_written"].astype(object), frame["value"], strict=True):
        number = _written_number(text) or value
        halves.append(_half_digit(text, value) / abs(number) if number and number == number else 0.0)
    return pd.Series(halves, index=frame.index, dtype="float64")


def _half_digit(text: Any, value: float) -> float:
    """Half a unit of the last digit written: 0.05 for 94.7; for words without digits, of the last digit of the value."""
    found = re.search(r"\d+(?:\.(\d+))?", text.replace(",", "")) if isinstance(text, str) else None
    if found is None:
        return 0.5 if value == value and float(value).is_integer() else 0.005
    return float(0.5 * 10.0 ** -len(found[1] or ""))


def _written_number(text: Any) -> float | None:
    found = re.search(r"\d+(?:\.\d+)?", text.replace(",", "")) if isinstance(text, str) else None
    return float(found[0]) if found else None
