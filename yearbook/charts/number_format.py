"""How a value is written for people: 万 and 亿 or thousand and million, words for what is not exact, at most four digits."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.rounding import DIGITS, round_digits
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.denominators import IN_UNIT, RESIDENT, load_denominators
from yearbook.catalogue.messages import Language, translate

MINUS = "−"
COUNTED = "#"  # between a unit and the metric whose figures are counted in a word of their own
SCALES: dict[Language, tuple[tuple[int, str], ...]] = {
    "zh": (
        (1_000_000_000_000, "charts.scale_trillion"),
        (100_000_000, "charts.scale_hundred_million"),
        (10_000, "charts.scale_ten_thousand"),
    ),
    "en": (
        (1_000_000_000_000, "charts.scale_trillion"),
        (1_000_000_000, "charts.scale_billion"),
        (1_000_000, "charts.scale_million"),
        (1_000, "charts.scale_thousand"),
    ),
}
SCALE_FROM = 10_000  # below it a number is written in full: 2,108


@dataclass(frozen=True, slots=True)
class Scale:
    """What an axis is divided by, and the unit it then has: (10000, 万辆)."""

    divisor: int
    unit: str


def format_value(
    value: float | None,
    unit: str,
    language: Language,
    qualifier: str = "exact",
    value_max: float | None = None,
    signed: bool = False,
    digits: int = DIGITS,
) -> str:
    """A value in the base unit `unit` as a person reads it: "3.1万余辆", "1.64亿吨标准煤", "−3.03%", "3.1–3.5万辆".

    A missing value is formatted as missing. `signed` puts a plus before a rise, as changes need it.
    """
    if is_missing(value):
        return translate("charts.no_figure", language)
    assert value is not None
    ends = [value] if value_max is None or is_missing(value_max) else [value, value_max]
    divisor, scale = find_scale(ends, unit, language)
    number = "–".join(format_number(end / divisor, digits) for end in ends)
    if signed and value > 0:
        number = f"+{number}"
    if qualifier == "more_than" and unit != "percent" and (scale or "." not in number):
        counted = translate("charts.joined", language, number=number, unit=scale) if scale else number
        return translate("charts.value_more_than_counted", language, number=counted, unit=name_unit(unit, language))
    return translate(f"charts.value_{qualifier or 'exact'}", language, value=_join(number, unit, scale, language))


def read_unit(row: Mapping[str, Any]) -> str:
    """The unit of a row for format_value and choose_scale; where its metric is counted in a word of its own, with the metric:
    item#law.local_standards, which is 项."""
    unit = str(row["unit"])
    metric = load_catalogue().metrics.get(str(row.get("metric_id")))
    return f"{unit}{COUNTED}{metric.id}" if metric and metric.counter and unit == metric.unit else unit


def read_unit_of(rows: pd.DataFrame) -> str:
    """The same of rows that share a metric."""
    return read_unit({name: rows[name].iloc[0] for name in ("unit", "metric_id") if name in rows})


def split_unit(written: str, value: float, unit: str, language: Language) -> tuple[str, str]:
    """What write_value wrote for `value` as number and unit; the unit is "" where it belongs to the number, as % does."""
    for named in (choose_scale([value], unit, language).unit, name_unit(unit, language)):
        if unit != "percent" and written.endswith(named):
            return written.removesuffix(named).rstrip(), named
    return written, ""


def format_points(points: float | None, language: Language, signed: bool = True, approximate: bool = False) -> str:
    """A difference of percentages, to the hundredth at most: "+0.8个百分点"."""
    if is_missing(points):
        return translate("charts.no_figure", language)
    assert points is not None
    number = format_number(round(points, 2))
    sign = "+" if signed and points > 0 else ""
    written = translate("charts.points", language, number=sign + number)
    return translate("charts.value_approx", language, value=written) if approximate else written


def format_number(value: float, digits: int = DIGITS) -> str:
    """At most four significant digits, thousands apart: 2,108, 317.2, 0.0123."""
    if abs(value) < 10**digits and value == int(value):  # nothing to round
        return f"{int(value):,}".replace("-", MINUS)
    rounded = round_digits(value, digits)
    text = f"{rounded:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", MINUS) if text not in ("-0", "0") else "0"


def find_scale(values: Iterable[float], unit: str, language: Language) -> tuple[int, str]:
    """Divisor and its word for values that are written with one unit: the largest decides. (1, "") for percentages."""
    largest = 0.0 if unit == "percent" else _find_largest(values)
    if largest < SCALE_FROM - 1:
        return 1, ""
    largest = float(round_digits(largest))
    if largest < SCALE_FROM:
        return 1, ""
    return next((divisor, translate(word, language)) for divisor, word in SCALES[language] if largest >= divisor)


def _find_largest(values: Iterable[float]) -> float:
    """The greatest distance from nought; an array may be long."""
    if isinstance(values, np.ndarray):
        there = values[~np.isnan(values)]
        return float(np.abs(there).max()) if len(there) else 0.0
    return max((abs(float(value)) for value in values if not is_missing(value)), default=0.0)


def choose_scale(values: Iterable[float], unit: str, language: Language) -> Scale:
    """The scale of an axis: values divided by `divisor` are in `unit` as named (万辆, thousand vehicles)."""
    divisor, scale = find_scale(values, unit, language)
    return Scale(divisor, name_unit(unit, language, scale))


def name_unit(unit: str, language: Language, scale: str = "") -> str:
    """The unit's name in the catalogue, after a scale word where there is one; an unknown unit is its own name.

    A unit after a division is named as its denominator says ("vehicle/residents": 辆/百万人), or as one unit over another.
    """
    whole, _, divided_by = unit.partition(IN_UNIT)
    base, _, counted = whole.partition(COUNTED)
    metric, known = load_catalogue().metrics.get(counted), load_catalogue().units.get(base)
    counter = metric.counter if metric else None
    name = (
        counter[language]
        if counter
        else known.name[language]
        if known
        else translate("comparable.resident", language)
        if base == RESIDENT
        else base
    )
    if scale:
        name = translate("charts.scaled_unit", language, scale=scale, unit=name)
    denominator = load_denominators().get(divided_by)
    if denominator and denominator.unit:
        return denominator.unit[language].format(unit=name)
    if not divided_by:
        return name
    other = load_catalogue().units.get(divided_by)
    one = other.one if other and language == "en" else ""
    return translate("ratios.unit_over_unit", language, unit=name, other=one or name_unit(divided_by, language))


def name_qualifier(qualifier: str, language: Language) -> str:
    """How exact a value is, in a word; empty for an exact one."""
    return "" if qualifier in ("", "exact") else translate(f"charts.qualifier_{qualifier}", language)


def is_missing(value: Any) -> bool:
    """None, NA and NaN."""
    if value is None:
        return True
    try:
        return math.isnan(value)
    except TypeError:  # pandas' NA is no number
        return True


def _join(number: str, unit: str, scale: str, language: Language) -> str:
    if unit == "percent":
        return f"{number}%"
    return translate("charts.joined", language, number=number, unit=name_unit(unit, language, scale))
