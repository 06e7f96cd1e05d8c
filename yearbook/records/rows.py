"""Schema of what is kept about a figure, a mention, a report and a decision.

The dataclasses are its one definition: Arrow schema, Parquet files and the types of SQL columns are derived from their fields.
A new column is a new field here, its value in pipeline/extraction_rows.py, and its place in the SQL of queries/build/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import pyarrow as pa

from yearbook.documents.document import Note

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Code:
    """A text column of few values: in an edition it has an ENUM type of this name (queries/build/types.sql)."""

    type: str


AgencyId = Annotated[str, Code("agency_id")]
RegionCode = Annotated[str, Code("region_code")]
MetricId = Annotated[str, Code("metric_id")]
ScopeCode = Annotated[str, Code("scope")]
QualifierCode = Annotated[str, Code("qualifier")]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure as one source states it. `value` is in the metric's base unit, changes signed; spans count code points.

    A day of the period is None where the source does not state it. `scope` is the one it is compared under: where none is
    stated, `caveats` hold scope_assumed.
    """

    fact_id: str
    origin: str  # record | report
    agency_id: AgencyId
    region_code: RegionCode
    metric_id: MetricId
    scope: ScopeCode
    period_start: date | None
    period_end: date | None
    baseline: str | None
    value: float
    value_max: float | None
    qualifier: QualifierCode
    value_as_written: str
    unit_as_written: str
    evidence: str
    status: Annotated[str, Code("status")]
    confidence: float | None
    rule: str | None
    report_id: str | None
    page: int | None
    span_start: int | None
    span_end: int | None
    source_title: str
    source_url: str | None
    source_kind: Annotated[str, Code("source_kind")]
    published_on: date | None
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
    qualifier: QualifierCode
    unit: str | None
    value_as_written: str
    unit_as_written: str
    metric_id: MetricId | None
    scope: ScopeCode | None
    period_start: date | None
    period_end: date | None
    baseline: str | None
    confidence: float | None
    rule: str | None
    reason: str
    runners_up: tuple[str, ...]  # other metrics that might claim it, best first: metric id, score, the wording
    notes: tuple[str, ...]  # keys of words/caveats.yaml
    contradictions: tuple[
        str, ...
    ]  # what it cannot be right together with: key of words/caveats.yaml, start and end of each place
    fact_id: str | None
    # on the picture of a scanned page: x and y of four corners, as of a ScannedLine; those of a next line follow. Else empty
    corners: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A standing decision, and what became of it in this edition. `change`, `seen` and `now` are JSON objects.

    state: holds · conflict: the extraction now says something else than when it was decided · void: it cannot be carried out,
    for `fault` · absent: what it is about is not in this edition.
    """

    decision_id: str
    decided_at: datetime  # UTC, without a zone
    who: str
    action: Annotated[str, Code("action")]
    why: str
    report_id: str | None
    span_start: int | None
    span_end: int | None
    fact_id: str | None  # the fact as decided; of a rejection, the one that is left out
    fact_before: str | None  # what the extraction alone would have made of it
    change: str
    seen: str
    now: str  # what the extraction says now
    state: Annotated[str, Code("decision_state")]
    fault: str | None  # of a void one: a key of words/review.yaml


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report that was brought in, with its text as read."""

    report_id: str
    name: str
    title: str
    agency_id: AgencyId
    publisher: str
    region_code: RegionCode
    report_year: int
    published_on: date | None
    document_number: str | None
    index_number: str | None
    source_url: str | None
    format: str
    pages: int
    page_starts: tuple[int, ...]
    text: str
    read_at: datetime  # UTC, without a zone
    reader_version: str
    demonstration: bool

    def figure_columns(self) -> dict[str, Any]:
        """The columns of a FigureRow that all figures of this report share: where it comes from and its source."""
        return {
            "origin": "report",
            "report_id": self.report_id,
            "source_title": self.title,
            "source_url": self.source_url,
            "source_kind": "report",
            "published_on": self.published_on,
            "note": None,
            "demonstration": self.demonstration,
        }


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target of the public record: what a published plan says shall be. `value` is in the metric's base unit."""

    agency_id: AgencyId
    region_code: RegionCode
    metric_id: MetricId
    scope: ScopeCode
    period_start: date
    period_end: date
    baseline: str | None
    value: float
    value_max: float | None
    qualifier: QualifierCode
    value_as_written: str
    unit_as_written: str
    evidence: str
    status: Annotated[str, Code("status")]
    source_title: str
    source_url: str | None
    source_kind: Annotated[str, Code("source_kind")]
    published_on: date
    note: str | None


@dataclass(frozen=True, slots=True)
class PopulationRow:
    """Residents of a region on a day."""

    region_code: RegionCode
    date: date
    population: int
    source_title: str


@dataclass(frozen=True, slots=True)
class ReportExtraction:
    """A report with all that was extracted from it; `unread` is what its source shows and its text lacks."""

    report: ReportRow
    mentions: Sequence[MentionRow]
    figures: Sequence[FigureRow]
    unread: tuple[Note, ...] = ()


def parse_timestamp(text: str) -> datetime:
    """A time in ISO 8601 with its zone, as UTC without one: how times are kept."""
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


def arrow_table(kind: type, rows: Iterable[Any]) -> pa.Table:
    """Rows of one dataclass as an Arrow table; the types come from the dataclass, also where there is no row."""
    schema = arrow_schema(kind)
    columns = list(zip(*map(attrgetter(*schema.names), rows), strict=True)) or [()] * len(schema)
    return pa.table([pa.array(cells, field.type) for cells, field in zip(columns, schema, strict=True)], schema=schema)


def read_rows(kind: Callable[..., Row], table: pa.Table) -> list[Row]:
    """The rows of an Arrow table, which may have further columns, as objects of a dataclass; lists become tuples."""
    columns = []
    for field in arrow_schema(kind):
        cells = table[field.name].to_pylist()
        columns.append(map(tuple, cells) if pa.types.is_list(field.type) else cells)
    return [kind(*cells) for cells in zip(*columns, strict=True)]


@cache
def arrow_schema(kind: Any) -> pa.Schema:
    return pa.schema([(name, _arrow_type(hint)) for name, hint in _hints_of(kind).items()])


@cache
def sql_types(kind: Any) -> dict[str, str]:
    """The type of each column in an edition, by name: an ENUM for a code, else DuckDB's type for the field's."""
    return {name: _sql_type(hint) for name, hint in _hints_of(kind).items()}


ARROW_TYPES = {
    str: pa.string(),
    int: pa.int32(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us"),
}
SQL_TYPES = {str: "varchar", int: "integer", float: "double", bool: "boolean", date: "date", datetime: "timestamp"}


def _arrow_type(hint: Any) -> pa.DataType:
    if get_origin(hint) is tuple:
        return pa.list_(_arrow_type(get_args(hint)[0]))
    return ARROW_TYPES[get_args(hint)[0] if get_origin(hint) is Annotated else hint]


def _sql_type(hint: Any) -> str:
    if get_origin(hint) is tuple:
        return f"{_sql_type(get_args(hint)[0])}[]"
    if get_origin(hint) is Annotated:
        return str(get_args(hint)[1].type)
    return SQL_TYPES[hint]


@cache
def _hints_of(kind: Any) -> dict[str, Any]:
    """The fields of a dataclass with their types; what may be None counts as what it is else."""
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: _without_none(hints[field.name]) for field in fields(kind)}


def _without_none(hint: Any) -> Any:
    known = [one for one in get_args(hint) if one is not NoneType]
    return known[0] if NoneType in get_args(hint) else hint
