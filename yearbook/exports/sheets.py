"""The tables of a snapshot in any format: data, dictionary and sources, streamed from the edition, and their description."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pyarrow as pa

from yearbook.catalogue.messages import LANGUAGES, Language, translate
from yearbook.catalogue.samples import catalogue_for
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import Warehouse

Batches = Iterator[pa.RecordBatch]  # a table in pieces of the same columns; at least one piece, which may hold no row
Ask = Callable[..., pd.DataFrame]  # the answer to a question of queries/pages/ in the warehouse's edition
PORTION = 25_000  # figures that one query sorts in memory; more are asked for metric by metric, which is their order
PIECE = 2048  # figures that are read at a time: as Python objects each takes some kB
MOST_BY_YEARS = 100_000  # figures that are set side by side by years: more is nobody's print-out
BEIJING = timedelta(hours=8)  # China has one time zone


def list_values(column: pa.Array) -> list[Any]:
    """The values of a column, None where one is missing; a column of few values is decoded once."""
    if not pa.types.is_dictionary(column.type):
        return list(column.to_pylist())
    known = column.dictionary.to_pylist()
    return [None if index is None else known[index] for index in column.indices.to_pylist()]


@dataclass(frozen=True, slots=True)
class Sheets:
    """The tables of a snapshot, read from the edition piece by piece, in a stable order of columns and rows."""

    warehouse: Warehouse
    filters: Filters
    edition: int
    built_at: datetime
    catalogue_hash: str
    counts: dict[str, int]
    metrics: tuple[str, ...]
    years: range  # of the figures
    demonstration: bool
    portions: tuple[Filters, ...]

    def data(self) -> Batches:
        """The figures, ordered by metric, region and period."""
        return self._read("facts")

    def pivot(self) -> Batches | None:
        """The figures by rows of alike ones, with their years as a list of cells; None for more than MOST_BY_YEARS."""
        return self._read("pivot") if self.counts["rows"] <= MOST_BY_YEARS else None

    def sources(self) -> Batches:
        """Where the figures stand, each source in turn."""
        return self._read("facts_sources")

    def dictionary(self) -> Batches:
        """What each column of the data holds, and what each metric that occurs means."""
        columns = [
            ("column", name, *(translate(f"columns.{name}", language) for language in LANGUAGES), "",
             *(translate(f"columns.{name}_about", language) for language in LANGUAGES))
            for name in next(self.data()).schema.names
        ]  # fmt: skip
        metrics = self.warehouse.ask("metrics").sort_values("metric_id")
        present = metrics[metrics["metric_id"].isin(self.metrics)]
        entries = present[["metric_id", "name_zh", "name_en", "unit", "definition_zh", "definition_en"]].to_numpy().tolist()
        rows = [*columns, *(("metric", *entry) for entry in entries)]
        names = ["entry", "id", "name_zh", "name_en", "unit", "about_zh", "about_en"]
        return iter([pa.RecordBatch.from_pandas(pd.DataFrame(rows, columns=names, dtype="str"), preserve_index=False)])

    def sentence(self, language: Language) -> str:
        """The filters in words."""
        return self.filters.sentence(catalogue_for(self.warehouse.home, True), language)

    def about(self, language: Language, address: str, head: Callable[[str], str]) -> list[str]:
        """The lines that go with the data; `address` is where the same file is given again, `head` how it heads a column."""
        built_at = f"{self.built_at + BEIJING:%Y-%m-%d %H:%M:%S}"
        named = {column: head(column) for column in ("value", "unit", "qualifier", "status", "demonstration")}
        return [
            translate("snapshot.about_title", language),
            translate("snapshot.about_edition", language, number=self.edition, built_at=built_at),
            translate("snapshot.about_filters", language, sentence=self.sentence(language)),
            translate("snapshot.about_counts", language, **self.counts),
            *([translate("snapshot.about_demonstration", language, **named)] if self.demonstration else []),
            *(translate(f"snapshot.about_{line}", language, **named) for line in ("unverified", "missing", "values", "again")),
            translate("snapshot.about_address", language, address=address),
        ]

    def _read(self, question: str) -> Batches:
        for number, portion in enumerate(self.portions):
            for batch in self.warehouse.stream(question, PIECE, **portion.parameters()):
                if batch.num_rows or number == 0:
                    yield batch


def gather_sheets(warehouse: Warehouse, filters: Filters, ask: Ask | None = None) -> Sheets:
    """The tables for a choice of facts. They are counted here, by `ask` where answers are kept elsewhere, and read later."""
    ask = ask or warehouse.ask
    counted = ask("facts_counted", **filters.parameters())
    edition = ask("edition").iloc[0]
    counts = {
        "rows": int(counted["figures"].sum()),
        "agencies": len(set().union(*counted["agencies"])),
        "metrics": len(counted),
        "unverified": int(counted["unverified"].sum()),
        "sources": int(counted["sources"].sum()),
    }
    return Sheets(
        warehouse=warehouse,
        filters=filters,
        edition=int(edition["number"]),
        built_at=edition["built_at"].to_pydatetime(),
        catalogue_hash=str(edition["catalogue_hash"]),
        counts=counts,
        metrics=tuple(counted["metric_id"]),
        years=_find_years(counted),
        demonstration=bool(counted["demonstration"].any()),
        portions=tuple(_portion(filters, counted)),
    )


def _find_years(counted: pd.DataFrame) -> range:
    """From the first year to the last, so that a year without any figure is seen as a gap; empty where there is none."""
    first, last = counted["first_year"].min(), counted["last_year"].max()
    return range(0) if pd.isna(first) else range(int(first), int(last) + 1)


def _portion(filters: Filters, counted: pd.DataFrame) -> Iterator[Filters]:
    """The filters, or where they let many figures through the same for some metrics at a time, in the order of the metrics."""
    if int(counted["figures"].sum()) <= PORTION:
        yield filters
        return
    together: list[str] = []
    figures = 0
    for metric, count in zip(counted["metric_id"], counted["figures"], strict=True):
        if together and figures + count > PORTION:
            yield replace(filters, metrics=tuple(together))
            together, figures = [], 0
        together.append(metric)
        figures += count
    yield replace(filters, metrics=tuple(together))
