"""A numeral in a text: where it stands, what is written, and what kind of thing it is."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Role = Literal["metric", "quantity", "target", "date", "ordinal", "document_number", "heading", "name"]
Qualifier = Literal["exact", "approx", "more_than", "at_least", "less_than", "at_most", "range"]

FIGURE_ROLES: frozenset[str] = frozenset({"metric", "quantity"})


@dataclass(frozen=True, slots=True)
class UnitReading:
    """One way to read a unit as written: so many (`factor`) of a base unit. 吨 is 1 m3 of water, or 1 m3_per_person."""

    unit: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class When:
    """A date expression. Parts that the text leaves out are None; `resolve` fills them from the report's year."""

    start_year: int | None = None
    start_month: int | None = None
    start_day: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    edge: Literal["end", "start"] | None = None  # 月底, 年末 → end; 年初 → start
    duration: bool = False  # 三年来, 近两年: places something in time without saying when

    def resolve(self, year: int | None) -> tuple[date, date] | None:
        """First and last day meant, missing years taken as `year`; None where no day can be said."""
        if self.duration:
            return None
        first_year, last_year = self.start_year or year, self.end_year or self.start_year or year
        if first_year is None or last_year is None or (self.start_day is not None and self.start_month is None):
            return None
        first_month, last_month = self.start_month or 1, self.end_month or 12
        try:
            first = date(first_year, first_month, self.start_day or 1)
            last = date(last_year, last_month, self.end_day or monthrange(last_year, last_month)[1])
        except ValueError:  # 2月30日
            return None
        if self.edge == "end":
            first = last
        elif self.edge == "start":
            last = first
        return (first, last) if first <= last else None


@dataclass(slots=True)
class Mention:
    """One numeral of a text. `start`/`end` count code points of the source, `at`/`until` those of the folded text.

    `value` and `value_max` are the numeral's value (万, 亿, 成 … applied, the unit's factor not yet), as Decimal.
    `readings` are the base units that the unit as written allows, none where it has no unit or an unknown one.
    `unit` is set where the words allow one reading only; `meaning` sets it from the metric.
    """

    start: int
    end: int
    at: int
    until: int
    text: str
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
    # what `meaning` adds
    metric: str | None = None
    agency: str | None = None
    region: str | None = None
    scope: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    baseline: str | None = None
    confidence: float | None = None
    rule: str = ""
    runners_up: list[str] = field(default_factory=list)  # metric id, score, the wording that speaks for it
    notes: list[str] = field(default_factory=list)
