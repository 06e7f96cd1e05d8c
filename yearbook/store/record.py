"""The public record: figures and targets that stand somewhere in print, each with its source, checked as they are read."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import chain
from pathlib import Path
from typing import Any, get_args

from yearbook.catalogue.catalogue import Catalogue, Metric, Scope
from yearbook.catalogue.files import DataError, catalogue_folder, read_csv
from yearbook.extraction.linking.facts import identify_fact
from yearbook.extraction.mentions.mention import Qualifier
from yearbook.records.rows import FigureRow, PopulationRow, TargetRow

KEY = ("agency_id", "metric_id", "scope", "period_start", "period_end", "baseline")
STATEMENT = ("value", "value_max", "qualifier", "value_as_written", "unit_as_written", "evidence", "status")
SOURCE = ("source_kind", "source_title", "source_url", "published_on", "note")
COLUMNS = ("fact_id", *KEY, *STATEMENT, *SOURCE)
TARGET_COLUMNS = (*KEY, *STATEMENT, *SOURCE)
STATUSES = ("verified", "unverified")
SOURCE_KINDS = ("official", "press", "yearbook", "repost")
MULTIPLES = {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8)}
LONGEST_EVIDENCE = 30  # code points


def read_record(folder: Path, catalogue: Catalogue) -> list[FigureRow]:
    """The figures of figures.csv, in the order of the file; what a note says of them (remarks.csv) is a caveat.

    Raises DataError naming the line and the mend where a row is malformed, contradicts the catalogue or itself, or stands twice.
    """
    file = folder / "figures.csv"
    remarks = [(cells["words"], cells["caveat"]) for cells in read_csv(catalogue_folder() / "remarks.csv", ("words", "caveat"))]
    rows: list[FigureRow] = []
    seen: set[str] = set()
    for number, cells in enumerate(read_csv(file, COLUMNS), start=2):
        place = f"figure {number - 1} ({cells['fact_id'] or 'without fact_id'})"
        for mend in chain(_find_faults(cells, catalogue), _find_id_faults(cells)):
            raise DataError(file, place, mend)
        if cells["fact_id"] in seen:
            raise DataError(file, place, "stands twice; remove one")
        seen.add(cells["fact_id"])
        rows.append(_figure(cells, catalogue, remarks))
    return rows


def read_targets(folder: Path, catalogue: Catalogue) -> list[TargetRow]:
    """The targets of targets.csv, in the order of the file; none where a record has no such file.

    Raises DataError naming the line and the mend, as for a figure, and where a target is not dated before its time.
    """
    file = folder / "targets.csv"
    rows: list[TargetRow] = []
    seen: set[tuple[str, ...]] = set()
    for number, cells in enumerate(read_csv(file, TARGET_COLUMNS) if file.exists() else (), start=1):
        place = f"target {number} ({cells['metric_id'] or 'without metric_id'})"
        for mend in chain(_find_faults(cells, catalogue), _find_target_faults(cells)):
            raise DataError(file, place, mend)
        stated = tuple(cells[name] for name in (*KEY, "value", "value_max", "qualifier"))
        if stated in seen:
            raise DataError(file, place, "stands twice; remove one")
        seen.add(stated)
        rows.append(TargetRow(published_on=date.fromisoformat(cells["published_on"]), **_convert(cells, catalogue)))
    return rows


def read_population(folder: Path, catalogue: Catalogue) -> list[PopulationRow]:
    """The residents of population.csv. Raises DataError for an unknown region, a bad date or a number that is none."""
    file = folder / "population.csv"
    rows = []
    for cells in read_csv(file, ("region_code", "date", "population", "source_title")):
        code = cells["region_code"]
        if code not in catalogue.regions:
            raise DataError(file, code, "is no region of regions.csv; correct the code")
        if not cells["population"].isdecimal() or _day(cells["date"]) is None:
            raise DataError(file, code, "needs a whole number of residents and a date like 2020-11-01")
        rows.append(PopulationRow(code, date.fromisoformat(cells["date"]), int(cells["population"]), cells["source_title"]))
    return rows


def _figure(cells: dict[str, str], catalogue: Catalogue, remarks: Sequence[tuple[str, str]]) -> FigureRow:
    return FigureRow(
        fact_id=cells["fact_id"],
        origin="record",
        confidence=None,
        rule=None,
        report_id=None,
        page=None,
        span_start=None,
        span_end=None,
        published_on=date.fromisoformat(cells["published_on"]) if cells["published_on"] else None,
        caveats=tuple(sorted({caveat for words, caveat in remarks if words in cells["note"]})),
        demonstration=False,
        **_convert(cells, catalogue),
    )


def _convert(cells: dict[str, str], catalogue: Catalogue) -> dict[str, Any]:
    """What a sound row says of a figure or a target alike, in the types of their fields."""
    as_they_are = ("agency_id", "metric_id", "scope", "qualifier", "value_as_written", "unit_as_written", "evidence", "status")
    return {name: cells[name] for name in (*as_they_are, "source_title", "source_kind")} | {
        "region_code": catalogue.agencies[cells["agency_id"]].region_code,
        "period_start": date.fromisoformat(cells["period_start"]),
        "period_end": date.fromisoformat(cells["period_end"]),
        "baseline": cells["baseline"] or None,
        "value": float(Decimal(cells["value"])),
        "value_max": float(Decimal(cells["value_max"])) if cells["value_max"] else None,
        "source_url": cells["source_url"] or None,
        "note": cells["note"] or None,
    }


def _find_faults(cells: dict[str, str], catalogue: Catalogue) -> Iterator[str]:
    """What is wrong with a row, the gravest first, each with its mend."""
    vocabularies: dict[str, Container[str]] = {
        "agency_id": catalogue.agencies,
        "metric_id": catalogue.metrics,
        "scope": get_args(Scope),
        "qualifier": get_args(Qualifier),
        "status": STATUSES,
        "source_kind": SOURCE_KINDS,
    }
    for column, known in vocabularies.items():
        if cells[column] not in known:
            yield f"{column} {cells[column]!r} is unknown; correct it or add it to the catalogue"
            return
    metric = catalogue.metrics[cells["metric_id"]]
    yield from _period_faults(cells, metric)
    value = _number(cells["value"])
    if value is None:
        yield f"value {cells['value']!r} is not a number; write it in {metric.unit} with digits"
        return
    yield from _value_faults(cells, metric, value, catalogue)
    yield from _source_faults(cells)


def _find_id_faults(cells: dict[str, str]) -> Iterator[str]:
    agency_id, metric_id, scope, start, end, baseline = (cells[name] for name in KEY)
    period = (date.fromisoformat(start), date.fromisoformat(end))
    value, largest = Decimal(cells["value"]), _number(cells["value_max"])
    expected = identify_fact(agency_id, metric_id, scope, *period, baseline, value, largest)
    if cells["fact_id"] != expected:
        yield f"fact_id must be {expected}, which its agency, metric, scope, period, baseline and value make"


def _find_target_faults(cells: dict[str, str]) -> Iterator[str]:
    if not cells["published_on"]:
        yield "lacks published_on: a target is told by the day that it was set; give it"
    elif cells["published_on"] > cells["period_end"]:
        yield "published_on lies after period_end: what is over is no target; correct the days, or move it to figures.csv"


def _period_faults(cells: dict[str, str], metric: Metric) -> Iterator[str]:
    start, end = _day(cells["period_start"]), _day(cells["period_end"])
    if start is None or end is None:
        yield "period_start and period_end must be dates like 2020-12-31"
    elif start > end:
        yield "period_start lies after period_end; exchange or correct them"
    elif metric.kind == "stock" and start != end:
        yield "a stock has one day: make period_start equal to period_end"
    baseline = cells["baseline"]
    if baseline not in ("", "previous_year") and not (len(baseline) == 4 and baseline.isdecimal()):
        yield f"baseline {baseline!r} must be a year, previous_year or empty"
    elif metric.kind == "change" and not baseline:
        yield "a change needs its baseline: a year or previous_year"


def _value_faults(cells: dict[str, str], metric: Metric, value: Decimal, catalogue: Catalogue) -> Iterator[str]:
    if value < 0 and metric.kind != "change":
        yield "only a change may be negative; correct the sign or the metric"
    if (cells["qualifier"] == "range") != bool(cells["value_max"]):
        yield "value_max belongs to the qualifier range, and to no other"
    largest = _number(cells["value_max"])
    if cells["value_max"] and (largest is None or largest <= value):
        yield "value_max must be a number above value"
    written, factor = _number(cells["value_as_written"]), find_factor(cells["unit_as_written"], metric, catalogue)
    if written is not None and factor is not None and abs(written) * factor != abs(value):
        yield f"value_as_written and unit_as_written make {abs(written) * factor:f}, not {value:f}; correct one of them"


def _source_faults(cells: dict[str, str]) -> Iterator[str]:
    if not cells["source_title"]:
        yield "lacks its source_title; name where it stands"
    if cells["published_on"] and _day(cells["published_on"]) is None:
        yield "published_on must be a date like 2021-03-17 or empty"
    if cells["status"] == "unverified" and cells["source_url"]:
        yield "is unverified and yet has an address; remove the address, or verify it there and say so"
    if cells["source_url"] and not cells["source_url"].startswith(("https://", "http://")):
        yield "source_url must begin with https:// or http://"
    if (cells["source_kind"] == "repost") != (cells["status"] == "unverified"):
        yield "a repost is unverified, and nothing else is; correct status or source_kind"
    if len(cells["evidence"]) > LONGEST_EVIDENCE:
        yield f"evidence is longer than {LONGEST_EVIDENCE} characters; shorten it"


def find_factor(written: str, metric: Metric, catalogue: Catalogue) -> Decimal | None:
    """What one `written` unit is in the metric's base unit; None where units.yaml does not allow to say."""
    words = catalogue.units[metric.unit].written
    for multiple, factor in MULTIPLES.items():
        rest = written.removeprefix(multiple)
        if written.startswith(multiple) and rest in words:
            return factor * Decimal(words[rest])
    return None


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
