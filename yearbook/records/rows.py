"""The rows an edition is built from: plain values that go to DuckDB as Arrow tables, and to JSON and back unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

import pyarrow as pa

from yearbook.records.packed_rows import names_of, split


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure as one source states it. Dates are ISO 8601; `value` is in the metric's base unit, changes signed."""

    fact_id: str
    origin: str  # record | report
    agency_id: str
    region_code: str
    metric_id: str
    scope: str
    period_start: str
    period_end: str
    baseline: str | None
    value: float
    value_max: float | None
    qualifier: str
    value_as_written: str
    unit_as_written: str
    evidence: str
    status: str
    confidence: float | None
    rule: str | None
    report_id: str | None
    page: int | None
    span_start: int | None
    span_end: int | None
    source_title: str
    source_url: str | None
    source_kind: str
    published_on: str | None
    note: str | None
    caveats: tuple[str, ...]
    demonstration: bool


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One numeral of a report. `value` is in `unit` where there is one; spans count code points of the report's text."""

    report_id: str
    ordinal: int
    span_start: int
    span_end: int
    page: int
    text: str
    role: str
    value: float | None
    value_max: float | None
    qualifier: str
    unit: str | None
    value_as_written: str
    unit_as_written: str
    metric_id: str | None
    scope: str | None
    period_start: str | None
    period_end: str | None
    baseline: str | None
    confidence: float | None
    rule: str | None
    reason: str
    runners_up: tuple[str, ...]  # other metrics that might claim it, best first: metric id, score, the wording
    notes: tuple[str, ...]  # keys of words/caveats.yaml
    fact_id: str | None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision that stands, and what became of it. `change`, `seen` and `now` are JSON; times are ISO 8601, UTC.

    Its state: it holds; it is in conflict with an extraction that says something new; it is void, because it cannot be carried
    out; what it is about is absent from this edition.
    """

    decision_id: str
    decided_at: str
    who: str
    action: str
    why: str
    report_id: str | None
    span_start: int | None
    span_end: int | None
    fact_id: str | None  # the fact as decided; of a rejection, the one that is left out
    fact_before: str | None  # what the extraction alone would have made of it
    change: str
    seen: str
    now: str  # what the extraction says now
    state: str  # holds | conflict | void | absent
    fault: str | None  # of a void one: a key of words/review.yaml


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report that was brought in, with its text as read."""

    report_id: str
    name: str
    title: str
    agency_id: str
    publisher: str
    region_code: str
    report_year: int
    published_on: str | None
    document_number: str | None
    index_number: str | None
    source_url: str | None
    format: str
    pages: int
    page_starts: tuple[int, ...]
    text: str
    read_at: str
    reader_version: str
    demonstration: bool


def arrow_table(kind: type, rows: Iterable[Any]) -> pa.Table:
    """Rows of one dataclass as an Arrow table whose types come from the dataclass, also where there is no row."""
    return arrow_columns(kind, split(kind, rows))


def arrow_columns(kind: type, columns: Sequence[Sequence[Any]]) -> pa.Table:
    """As arrow_table, of columns in the order of the dataclass's fields."""
    schema = _schema_of(kind)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema)


@cache
def _schema_of(kind: Any) -> pa.Schema:
    hints = get_type_hints(kind)
    return pa.schema([(name, _arrow_type(hints[name])) for name in names_of(kind)])


def _arrow_type(hint: Any) -> pa.DataType:
    plain_types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    if hint in plain_types:
        return plain_types[hint]
    arguments = [argument for argument in hint.__args__ if argument not in (type(None), Ellipsis)]
    inner = _arrow_type(arguments[0])
    return pa.list_(inner) if getattr(hint, "__origin__", None) is tuple else inner
