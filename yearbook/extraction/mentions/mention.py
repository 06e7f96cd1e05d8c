"""The mention record: one numeral of a text with its span, value, unit and role, and how it is written as JSON."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from yearbook.catalogue.vocabulary import UnitReading

Role = Literal["metric", "quantity", "target", "date", "ordinal", "document_number", "heading", "name"]
Edge = Literal["end", "start"]
Qualifier = Literal["exact", "approx", "more_than", "at_least", "less_than", "at_most", "range"]

PLAN_PERIOD = "plan period"  # why “十四五” is a date
FIGURE_ROLES: frozenset[str] = frozenset({"metric", "quantity"})


class When(NamedTuple):
    """A date expression. Parts that the text leaves out are None; `resolve` fills them from the report's year."""

    start_year: int | None = None
    start_month: int | None = None
    start_day: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    edge: Edge | None = None  # 月底, 年末 → end; 年初 → start
    duration: bool = False  # 三年来, 近两年: places something in time without saying when

    @classmethod
    def of(cls, year: int | None, month: int | None = None, day: int | None = None, edge: Edge | None = None) -> When:
        """One year, month or day."""
        return cls(year, month, day, year, month, day, edge)

    def resolve(self, year: int | None) -> tuple[date, date] | None:
        """First and last day meant, missing years taken as `year`; None where the parts give no day."""
        return _resolve(self, year)


@lru_cache(maxsize=4096)  # the same few dates are asked for by all figures of a report
def _resolve(when: When, year: int | None) -> tuple[date, date] | None:
    if when.duration:
        return None
    first_year, last_year = when.start_year or year, when.end_year or when.start_year or year
    if first_year is None or last_year is None or (when.start_day is not None and when.start_month is None):
        return None
    first_month, last_month = when.start_month or 1, when.end_month or 12
    try:
        first = date(first_year, first_month, when.start_day or 1)
        last = date(last_year, last_month, when.end_day or monthrange(last_year, last_month)[1])
    except ValueError:  # 2月30日
        return None
    if when.edge == "end":
        first = last
    elif when.edge == "start":
        last = first
    return (first, last) if first <= last else None


class Contradiction(NamedTuple):
    """What a figure cannot be right together with: other words of the report, by code points of its source."""

    rule: str  # a key of words/caveats.yaml
    places: tuple[tuple[int, int], ...]
    words: str  # what stands there
    expected: Decimal | None = None  # what these make of the figure, in its base unit


@dataclass(slots=True)
class Mention:
    """One numeral of a text. `start`/`end` count code points of the source, `at`/`until` those of the normalized text.

    `value` and `value_max` are the numeral's value (万, 亿, 成 … applied, the unit's factor not yet), as Decimal.
    `readings` are the base units that the unit as written allows, none where it has no unit or an unknown one.
    `unit` is set where the words allow one reading only; `meaning` sets it from the metric.
    """

    at: int
    until: int
    role: Role
    value: Decimal | None = None
    value_max: Decimal | None = None
    qualifier: Qualifier = "exact"
    value_as_written: str = ""
    unit_as_written: str = ""
    readings: tuple[UnitReading, ...] = ()
    unit: str | None = None
    signed: bool = False  # a sign was written (+0.85%, -4.07%)
    when: When | None = None
    reason: str = ""
    start: int = 0
    end: int = 0
    text: str = ""
    # added by linking
    metric: str | None = None
    agency: str | None = None
    region: str | None = None
    scope: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    baseline: str | None = None
    confidence: float | None = None
    rule: str = ""
    runners_up: Sequence[str] = ()  # metric id, score, the wording that matched
    notes: Sequence[str] = ()
    contradictions: Sequence[Contradiction] = ()


def without_metric(mention: Mention, reason: str) -> Mention:
    """A figure that its metric has no claim to after all."""
    nothing: dict[str, Any] = dict.fromkeys(("metric", "agency", "region", "scope", "confidence"))
    return replace(mention, role="quantity", reason=reason, **nothing)


def format_decimal(value: Decimal) -> str:
    """A number in positional notation, without exponent and without trailing zeros: 36.30 → 36.3, 1E+3 → 1000."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def format_float(value: float) -> str:
    """The shortest positional decimal that reads back as the same float: 363000.0 → 363000, 1e-06 → 0.000001."""
    return format_decimal(Decimal(repr(float(value))))


def normalize_decimal(value: Decimal) -> Decimal:
    """The same value without exponent and trailing zeros."""
    return Decimal(format_decimal(value))


_JSON_KEYS = (
    *("start", "end", "text", "role", "value", "value_max", "qualifier", "unit", "value_as_written", "unit_as_written"),
    *("metric", "agency", "region", "scope", "period_start", "period_end", "baseline", "confidence", "reason", "rule"),
    *("runners_up", "notes"),
)


def mention_to_json(mention: Mention) -> dict[str, Any]:
    """The keys that scripts rely on: numbers as plain decimal strings in `unit`, dates as ISO 8601, offsets in code points."""
    reasons = (mention.reason, *(f"{one.rule}: {one.words}" for one in mention.contradictions))
    written = {"rule": mention.rule or None, "reason": "; ".join(filter(None, reasons))}
    return {name: _to_json(getattr(mention, name)) for name in _JSON_KEYS} | written


def _to_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format_decimal(value)
    return value.isoformat() if isinstance(value, date) else value
