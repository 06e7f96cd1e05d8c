"""Draft of a correction or a claim: the statement that a numeral would make as a figure of some metric."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from yearbook.catalogue.catalogue import Catalogue, Metric
from yearbook.extraction.mentions.mention import format_decimal
from yearbook.records.state import CHANGES, Decision
from yearbook.store.record import find_factor
from yearbook.warehouse.judging import NEGATIVE
from yearbook.warehouse.statement import Statement, read_number, read_statement, see

LARGE = ("万", "亿")  # before a unit, as they are written in reports
RANGE = re.compile(r"(?<=\d)\s*[-–—~～至]\s*(?=[\d])")


def propose(mention: Mapping[str, Any], metric: Metric, catalogue: Catalogue) -> Statement:
    """The statement of a mention for `metric`: value converted where its unit allows, period and scope as the metric has them.

    What the words leave open is None; `find_fault` decides whether a person must complete it.
    """
    stated = read_statement({**see(mention), "metric_id": metric.id, "unit": metric.unit})
    value, largest = _convert(mention, metric, catalogue)
    if metric.kind != "change":  # a fall written as a level has no sign
        value, largest = (end and end.removeprefix("-") for end in (value, largest))
    end = stated.period_end or stated.period_start
    start = stated.period_start
    if metric.kind == "stock":
        start = end
    elif start is not None and start == end and end is not None and end.endswith("-12-31"):
        start = f"{end[:4]}-01-01"
    baseline = (stated.baseline or "previous_year") if metric.kind == "change" else None
    scope = stated.scope or metric.usual_scope
    return replace(
        stated, value=value, value_max=largest, period_start=start, period_end=end, baseline=baseline, scope=scope,
        qualifier=stated.qualifier or "exact",
    )  # fmt: skip


def units_for(metric: Metric, written: str, catalogue: Catalogue) -> dict[str, Decimal]:
    """The units in which a person may give a value of `metric`, the one written first: unit → how many of the base unit."""
    base = next((word for word, factor in catalogue.units[metric.unit].written.items() if Decimal(factor) == 1), metric.unit)
    offered = [written, base] if metric.unit == "percent" else [written, base, *(f"{large}{base}" for large in LARGE)]
    factors = {word: find_factor(word, metric, catalogue) for word in offered if word}
    return {word: factor for word, factor in factors.items() if factor is not None} or {base: Decimal(1)}


def read_values(text: str, factor: Decimal) -> tuple[str | None, str | None]:
    """A number, or a range such as 3000-3500, in units of `factor`, as value and value_max in the base unit; None for none."""
    first, _, last = RANGE.sub("\t", text.strip()).partition("\t")
    ends = [read_number(end) for end in (first, last) if end]
    if not ends or any(end is None for end in ends):
        return None, None
    values = [format_decimal(end * factor) for end in ends if end is not None]
    return values[0], values[1] if len(values) > 1 else None


def _convert(mention: Mapping[str, Any], metric: Metric, catalogue: Catalogue) -> tuple[str | None, str | None]:
    """The value of a mention in the metric's base unit; None where its unit is another."""
    stated = read_statement(see(mention))
    if stated.unit == metric.unit or (stated.unit is None and not mention["unit_as_written"]):
        return stated.value, stated.value_max
    factor = find_factor(str(mention["unit_as_written"]), metric, catalogue)
    written = read_number(str(mention["value_as_written"]))
    if factor is None or written is None or stated.value_max is not None:
        return None, None
    return format_decimal(written * factor), None


def list_differences(seen: Mapping[str, Any], meant: Statement) -> dict[str, str | None]:
    """What a person says otherwise than the extraction: the `change` of a correction or a claim."""
    before = read_statement(seen)
    return {
        name: getattr(meant, name)
        for name in CHANGES
        if getattr(meant, name) != getattr(before, name) and not (name == "agency_id" and meant.agency_id is None)
    }


def renew_decision(decision: Decision, now: Mapping[str, Any], catalogue: Catalogue) -> Decision:
    """The decision with the same meaning, restated against what the extraction says `now`, so that it conflicts no more."""
    place = (decision.who, decision.action, decision.report_id, decision.span_start, decision.span_end, decision.fact_id)
    again = Decision(*place, change=decision.change, seen=now, why=decision.why)
    if decision.action in NEGATIVE:
        return again
    meant = read_statement({**now, **decision.seen}).with_change(decision.change, catalogue)
    return replace(
        again, action="correct" if decision.action == "confirm" else decision.action, change=list_differences(now, meant)
    )
