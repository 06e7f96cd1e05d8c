"""The change that an agency published, beside the one its own figures give: a contradiction is marked, rounding forgiven."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.preferred import pick_preferred
from yearbook.analysis.rows import Flags, Floats, is_any_of, match_rows, take_rows

CHANGE_OF = "_change"  # the metric x_change is the published change of the metric x
KEYS = ("agency_id", "metric_id", "scope", "months", "year")
TELLING = (*KEYS, "value", "value_as_written", "qualifier", "fact_id", "status", "period_end", "published_on")


def find_published_changes(compared: Mapping[str, Any], rounding: Floats, changes: pd.DataFrame) -> dict[str, Any]:
    """The published change beside each computed one: same agency, scope, length of period and year.

    `compared` are columns that compare_years computes, `rounding` how far the two values of each row may be off together.
    Columns: published_change (percent), published_fact_id and contradicts.
    """
    published = _list_changes(changes)
    if published.empty:
        nothing, count = np.full(len(rounding), None, dtype=object), len(rounding)
        return {"published_change": np.full(count, np.nan), "published_fact_id": nothing, "contradicts": np.zeros(count, bool)}
    told = {key: published[key] for key in KEYS}
    told["metric_id"] = published["metric_id"].astype(object).str.removesuffix(CHANGE_OF)
    places = match_rows([compared[key] for key in KEYS], [told[key] for key in KEYS])
    change = take_rows(published["value"], places)
    computed: Floats = compared["change_percent"]
    slack = take_rows(_measure_digits(published), places) + rounding * (100 + np.abs(computed))
    exact = ~compared["approximate"] & np.append(~find_inexact(published), True)[places]
    return {
        "published_change": change,
        "published_fact_id": take_rows(published["fact_id"].astype(object), places),
        "contradicts": exact & (np.abs(computed - change) > slack),
    }


def measure_rounding(frame: pd.DataFrame) -> Floats:
    """How far each value may be off because of the digits that were written, as a part of it (0.005 is half a percent)."""
    values = frame["value"].to_numpy(dtype="float64")
    codes, texts = pd.factorize(frame["value_as_written"])
    numbers = np.array([_written_number(text) or np.nan for text in texts] + [np.nan])[codes]  # the last is for a missing text
    numbers = np.abs(np.where(np.isnan(numbers), values, numbers))
    told = numbers > 0
    parts: Floats = np.divide(_measure_digits(frame), numbers, out=np.zeros(len(frame)), where=told)
    return parts


def find_inexact(frame: pd.DataFrame) -> Flags:
    """Whether each figure is one that is not exact; a figure without a qualifier is."""
    return ~(is_any_of(frame["qualifier"], "exact") | frame["qualifier"].isna().to_numpy())


def _list_changes(changes: pd.DataFrame) -> pd.DataFrame:
    codes, metrics = pd.factorize(changes["metric_id"])
    is_change = np.array([str(metric).endswith(CHANGE_OF) for metric in metrics] + [False])[codes]
    is_change &= is_any_of(changes["baseline"], "previous_year") & changes["value"].notna().to_numpy()
    told = changes[list(TELLING)]
    return pick_preferred(told[is_change], KEYS) if is_change.any() else told.iloc[:0]


def _measure_digits(frame: pd.DataFrame) -> Floats:
    """Half a unit of the last digit written: 0.05 for 94.7; for words without digits, of the last digit of the value."""
    values = frame["value"].to_numpy(dtype="float64")
    codes, texts = pd.factorize(frame["value_as_written"])
    halves = np.array([_half_digit(text) for text in texts] + [np.nan])[codes]
    return np.where(np.isnan(halves), np.where(values % 1 == 0, 0.5, 0.005), halves)


def _half_digit(text: str) -> float:
    found = re.search(r"\d+(?:\.(\d+))?", text.replace(",", ""))
    return float("nan") if found is None else float(0.5 * 10.0 ** -len(found[1] or ""))


def _written_number(text: str) -> float:
    found = re.search(r"\d+(?:\.\d+)?", text.replace(",", ""))
    return float(found[0]) if found else 0.0
