"""Page questions asked in other ways, for the benchmarks: of an unsorted table, of pandas, and as a plain scan in DuckDB."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from yearbook.warehouse.build import quoted
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.questions import list_questions, read_question
from yearbook.warehouse.registry import edition_file
from yearbook.warehouse.warehouse import SETTINGS, Warehouse

ORDER = ["metric_id", "region_code", "period_start", "period_end", "value", "fact_id"]
NARROW = [*ORDER, "agency_id", "year"]  # what a frame in memory is given: all that is filtered, sorted by or drawn
SMALL = ("regions", "agencies", "metrics", "topics", "units", "edition")  # tables that stand beside the unsorted facts


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a page. `columns` are what must hold, column by column: values, or of a year the first and the last."""

    name: str
    query: str
    parameters: dict[str, Any]
    columns: dict[str, Sequence[Any]] = field(default_factory=dict)

    def ask(self, warehouse: Warehouse) -> pd.DataFrame:
        return warehouse.ask(self.query, **self.parameters)


def find_questions(warehouse: Warehouse) -> list[Question]:
    """What pages ask, about a common metric, a province, a year, a body and a figure of the edition."""
    metrics = warehouse.ask("metrics").sort_values(["headline", "facts", "metric_id"], ascending=False)
    metric = str(metrics["metric_id"].iloc[0])
    agencies = warehouse.ask("agencies")
    body = agencies[agencies["admin_level"] == "province"].sort_values(["facts", "agency_id"]).iloc[-1]
    agency, region, year = str(body["agency_id"]), str(body["region_code"]), int(body["last_year"]) - 1
    figures = warehouse.ask("figures", **Filters(metrics=(metric,), regions=(region,)).parameters())
    regions, fact = sorted(set(figures["region_code"])), str(figures["fact_id"].iloc[len(figures) // 2])

    def ask_facts(name: str, columns: dict[str, Sequence[Any]], **filters: Any) -> Question:
        return Question(name, "figures", Filters(**filters).parameters(), columns)

    metric_id: dict[str, Sequence[Any]] = {"metric_id": [metric]}
    return [
        ask_facts("a metric in a province", {**metric_id, "region_code": regions}, metrics=(metric,), regions=(region,)),
        ask_facts("a metric in a year", {**metric_id, "year": [year, year]}, metrics=(metric,), from_year=year, to_year=year),
        ask_facts("a metric", metric_id, metrics=(metric,)),
        ask_facts("a body", {"agency_id": [agency]}, agencies=(agency,)),
        Question("a figure", "fact", {"fact_id": fact}, {"fact_id": [fact]}),
        Question("the list of bodies", "agencies", {}),
        Question("the list of metrics", "metrics", {}),
        Question("the list of regions", "regions_with_facts", {}),
        Question("how much there is of each metric", "metric_counts", {"regions": [], "statuses": []}),
    ]


class Beside:
    """The facts of an edition in other shapes. A context manager; what it writes goes into a folder that the caller removes."""

    def __init__(self, warehouse: Warehouse, folder: Path) -> None:
        self._folder = folder
        edition = quoted(edition_file(warehouse.home, warehouse.number))
        self._connection = duckdb.connect(config={**SETTINGS, "memory_limit": "4GB", "temp_directory": str(folder)})
        self._connection.execute(f"attach '{edition}' as sorted (read_only)")
        self._connection.execute(f"attach '{quoted(folder / 'unsorted.duckdb')}' as edition")
        self._connection.execute("create table edition.facts as select * from sorted.facts order by hash(fact_id)")
        for table in SMALL:
            self._connection.execute(f"create table edition.{table} as select * from sorted.{table}")
        self._connection.execute("checkpoint edition")
        self._frame: pd.DataFrame | None = None

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def ask_unsorted(self, question: Question) -> pd.DataFrame:
        """The page's own SQL over facts in no order; where that has a table counted beforehand, the same asked of the facts."""
        folder = "unsorted" if question.query in list_questions("unsorted") else "pages"
        sql = read_question(folder, question.query).sql
        with self._connection.cursor() as cursor:
            return pd.DataFrame(cursor.sql(sql, params=question.parameters or None).to_arrow_table().to_pandas())

    def scan(self, question: Question) -> list[tuple[Any, ...]]:
        """Only the columns that the question needs, of facts in no order, straight from DuckDB."""
        tests = " and ".join(
            f"{name} between {values[0]} and {values[1]}" if name == "year" else f"{name} in ${name}"
            for name, values in question.columns.items()
        )
        bound = {name: list(values) for name, values in question.columns.items() if name != "year"}
        with self._connection.cursor() as cursor:
            return cursor.execute(f"select fact_id, period_end, value from edition.facts where {tests}", bound).fetchall()

    def ask_pandas(self, question: Question) -> pd.DataFrame:
        """A filter over a frame in memory, which holds a few columns only."""
        if self._frame is None:
            self._frame = self._connection.sql(f"select {', '.join(NARROW)} from edition.facts").df()
        frame, kept = self._frame, pd.Series(True, index=self._frame.index)
        for name, values in question.columns.items():
            kept &= frame[name].between(*values) if name == "year" else frame[name].isin(values)
        return frame[kept].sort_values(ORDER)

    def write_frames(self, questions: list[Question]) -> tuple[Path, Path]:
        """The same few columns as Parquet, and the questions as JSON, for whoever asks elsewhere."""
        table, asked = self._folder / "facts.parquet", self._folder / "questions.json"
        self._connection.execute(f"copy (select {', '.join(NARROW)} from edition.facts) to '{quoted(table)}' (format parquet)")
        asked.write_text(json.dumps({one.name: one.columns for one in questions if one.columns}), encoding="utf-8")
        return table, asked
