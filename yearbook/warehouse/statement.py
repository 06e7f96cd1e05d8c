"""What a figure states, as named values: as extracted, and as a person corrects it; with the rules a statement must meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_args
from urllib.parse import urlsplit

import pandas as pd

from yearbook.catalogue.catalogue import Catalogue, Metric, Scope
from yearbook.extraction.linking.facts import file_period, file_scope, identify_fact
from yearbook.extraction.mentions.mention import Qualifier, format_decimal

NUMBERS = ("value", "value_max")
DATES = ("period_start", "period_end")


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure. Numbers are plain decimals as text, in the metric's base unit; dates are ISO 8601.

    Without a `metric_id` it is a numeral that makes no fact. `agency_id` None means the body whose report it is. A scope, a
    first day or both days that are None are not stated.
    """

    metric_id: str | None = None
    value: str | None = None
    value_max: str | None = None
    unit: str | None = None
    qualifier: str | None = None
    scope: str | None = None
    period_start: str | None = None
    period_end: str | None = None
    baseline: str | None = None
    agency_id: str | None = None

    def with_change(self, change: Mapping[str, Any], catalogue: Catalogue) -> Statement:
        """This statement as `change` has it. A value that is given is in the unit of the metric it is for."""
        known = {name: _plain(name, value) for name, value in change.items() if name in NAMES}
        changed = replace(self, **known)
        metric = catalogue.metrics.get(changed.metric_id or "")
        return replace(changed, unit=metric.unit) if metric and "value" in change and "unit" not in change else changed

    def columns(self) -> dict[str, Any]:
        """Its values as columns of a MentionRow and, once it is filed, of a FigureRow, but for the agency's."""
        return {
            "metric_id": self.metric_id or "",
            "scope": self.scope,
            "period_start": read_day(self.period_start),
            "period_end": read_day(self.period_end),
            "baseline": self.baseline,
            "value": float(self.value or "nan"),
            "value_max": None if self.value_max is None else float(self.value_max),
            "qualifier": self.qualifier or "exact",
        }


NAMES = tuple(field.name for field in fields(Statement))


def see(mention: Mapping[str, Any]) -> dict[str, str | None]:
    """What the extraction says of a mention, as it is kept with a decision about it.

    `mention` is a row of an edition's mentions or a MentionRow as a mapping. A numeral that makes no fact is seen without
    its metric. The agency is not seen: it is the report's.
    """
    statement = {name: _plain(name, mention[name]) for name in NAMES if name != "agency_id"}
    if _plain("fact_id", mention["fact_id"]) is None:
        statement["metric_id"] = None
    return statement | {"role": _plain("role", mention["role"])}


def read_statement(seen: Mapping[str, Any]) -> Statement:
    """What `see` gave, however much of it was kept."""
    return Statement(**{name: seen.get(name) for name in NAMES})


def is_equivalent(one: Statement, other: Statement) -> bool:
    """Whether two statements make the same fact, or both none. The unit follows from the metric, the body from the report."""
    if one.metric_id is None or other.metric_id is None:
        return one.metric_id is other.metric_id
    first, second = asdict(one), asdict(other)
    return all(first[name] == second[name] for name in NAMES if name not in ("unit", "agency_id"))


def file_statement(statement: Statement, catalogue: Catalogue, year: int) -> Statement:
    """The statement under which a fact is filed: what it leaves open as if it were of its report's year and its metric's scope.

    One that says the year, and one that leaves it open, are filed alike.
    """
    metric = catalogue.metrics.get(statement.metric_id or "")
    if metric is None:
        return statement
    first, last = file_period(read_day(statement.period_start), read_day(statement.period_end), metric.kind, year)
    scope = file_scope(statement.scope, metric)
    return replace(statement, scope=scope, period_start=first.isoformat(), period_end=last.isoformat())


def identify(meant: Statement, agency_id: str, catalogue: Catalogue, year: int) -> str:
    """The identity of the fact that a faultless statement makes, of the body `agency_id` unless it names another."""
    filed = file_statement(meant, catalogue, year)
    return identify_fact(
        meant.agency_id or agency_id,
        filed.metric_id or "",
        filed.scope or "",
        date.fromisoformat(filed.period_start or ""),
        date.fromisoformat(filed.period_end or ""),
        meant.baseline,
        Decimal(meant.value or ""),
        None if meant.value_max is None else Decimal(meant.value_max),
    )


def find_fault(statement: Statement, catalogue: Catalogue, recorded: bool = False) -> str | None:
    """What keeps a statement from being a fact, as a key of words/review.yaml (fault_…); None where nothing does.

    A report may leave scope and period open; what is `recorded` has both.
    """
    metric = catalogue.metrics.get(statement.metric_id or "")
    if metric is None:
        return "fault_metric"
    scopes = get_args(Scope) if recorded else (None, *get_args(Scope))
    if statement.qualifier not in get_args(Qualifier) or statement.scope not in scopes:
        return "fault_scope"
    if statement.agency_id is not None and statement.agency_id not in catalogue.agencies:
        return "fault_agency"
    return _find_fault_of_value(statement, metric) or _find_fault_of_period(statement, metric, recorded)


def find_fault_of_source(change: Mapping[str, Any]) -> str | None:
    """What keeps a verification from being one, as a key of words/review.yaml; None where nothing does."""
    if not str(change.get("source_title") or "").strip():
        return "fault_title"
    if urlsplit(str(change.get("source_url") or "")).scheme not in ("http", "https"):
        return "fault_address"
    if change.get("published_on") and read_day(str(change["published_on"])) is None:
        return "fault_date"
    return None


def read_number(text: str | None) -> Decimal | None:
    """A finite number written with digits, thousands apart or not; None for anything else."""
    try:
        number = Decimal((text or "").replace(",", "").replace("，", "").replace("−", "-").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def read_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None


def _find_fault_of_value(statement: Statement, metric: Metric) -> str | None:
    value, largest = read_number(statement.value), read_number(statement.value_max)
    if value is None:
        return "fault_value"
    if statement.unit not in (None, metric.unit):
        return "fault_unit"
    if value < 0 and metric.kind != "change":
        return "fault_sign"
    if (statement.qualifier == "range") != (statement.value_max is not None):
        return "fault_range"
    if statement.value_max is not None and (largest is None or abs(largest) <= abs(value)):
        return "fault_range"
    return None


def _find_fault_of_period(statement: Statement, metric: Metric, recorded: bool) -> str | None:
    days = statement.period_start, statement.period_end
    start, end = map(read_day, days)
    unread = any(day is not None and read_day(day) is None for day in days)
    if unread or (end is None and recorded) or (end is not None and _is_no_period(start, end, metric)):
        return "fault_period"
    baseline = statement.baseline
    is_year = baseline is not None and len(baseline) == 4 and baseline.isdecimal()
    if (metric.kind == "change" and baseline is None) or not (baseline in (None, "previous_year") or is_year):
        return "fault_baseline"
    return None


def _is_no_period(start: date | None, end: date, metric: Metric) -> bool:
    return start is None or start > end or (metric.kind == "stock" and start != end)


def _plain(name: str, value: Any) -> str | None:
    """A cell of a row or a frame as text; None where it says nothing."""
    if value is None or pd.isna(value) or value == "":
        return None
    if name in NUMBERS:
        number = read_number(value) if isinstance(value, str) else Decimal(repr(float(value)))
        return str(value) if number is None else format_decimal(number)
    return str(value)[:10] if name in DATES else str(value)
