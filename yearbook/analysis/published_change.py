"""The change that an agency published, beside the one its own figures give: a contradiction is marked, rounding forgiven."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from yearbook.analysis.preferred import pick_preferred

CHANGE_OF = "_change"  # the metric x_change is the published change of the metric x
KEYS = ["agency_id", "metric_id", "scope", "months", "year"]
NUMBER = re.compile(r"\d+(?:\.(\d+))?")


def find_published_changes(compared: pd.DataFrame, rounding: pd.Series, changes: pd.DataFrame) -> pd.DataFrame:
    """The published change beside each computed one: same agency, scope, length of period and year.

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
