"""Questions that pages ask of an edition, and the same asked of a frame in memory by pandas and Polars."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import Warehouse

ORDER = ["metric_id", "region_code", "period_start", "period_end", "value", "fact_id"]
NARROW = [*ORDER, "agency_id", "year"]  # what a frame in memory holds: every column that is filtered, sorted by or drawn


@dataclass(frozen=True, slots=True)
class PageQuestion:
    """A query of queries/pages with its parameters.

    `columns` states the same as conditions on columns of the facts: the values that are let through, or of a year the first and
    the last. It is empty where the answer is no list of facts.
    """

    name: str
    query: str
    parameters: dict[str, Any]
    columns: dict[str, Sequence[Any]] = field(default_factory=dict)

    def ask(self, warehouse: Warehouse) -> pd.DataFrame:
        return warehouse.ask(self.query, **self.parameters)


def find_questions(warehouse: Warehouse) -> list[PageQuestion]:
    """What pages ask about a common metric, a province, a year, an agency and a figure of the edition."""
    metrics = warehouse.ask("metrics").sort_values(["headline", "facts", "metric_id"], ascending=False)
    metric = str(metrics["metric_id"].iloc[0])
    agencies = warehouse.ask("agencies")
    province = agencies[agencies["admin_level"] == "province"].sort_values(["facts", "agency_id"]).iloc[-1]
    agency, region, year = str(province["agency_id"]), str(province["region_code"]), int(province["last_year"]) - 1
    figures = warehouse.ask("figures", **Filters(metrics=(metric,), regions=(region,)).parameters())
    regions, fact = sorted(set(figures["region_code"])), str(figures["fact_id"].iloc[len(figures) // 2])

    def ask_figures(name: str, columns: dict[str, Sequence[Any]], **filters: Any) -> PageQuestion:
        return PageQuestion(name, "figures", Filters(**filters).parameters(), columns)

    metric_id: dict[str, Sequence[Any]] = {"metric_id": [metric]}
    return [
        ask_figures("a metric in a province", {**metric_id, "region_code": regions}, metrics=(metric,), regions=(region,)),
        ask_figures("a metric in a year", {**metric_id, "year": [year, year]}, metrics=(metric,), from_year=year, to_year=year),
        ask_figures("a metric", metric_id, metrics=(metric,)),
        ask_figures("an agency", {"agency_id": [agency]}, agencies=(agency,)),
        PageQuestion("a figure", "fact", {"fact_id": fact}, {"fact_id": [fact]}),
        PageQuestion("the list of agencies", "agencies", {}),
        PageQuestion("the list of metrics", "metrics", {}),
        PageQuestion("the list of regions", "regions_with_facts", {}),
    ]


def filter_frame(frame: pd.DataFrame, question: PageQuestion) -> pd.DataFrame:
    """The facts that a question lets through, of a frame with the columns NARROW, in the order of an edition."""
    kept = pd.Series(True, index=frame.index)
    for name, values in question.columns.items():
        kept &= frame[name].between(*values) if name == "year" else frame[name].isin(values)
    return frame[kept].sort_values(ORDER)


def write_frames(frame: pd.DataFrame, questions: list[PageQuestion], folder: Path) -> tuple[Path, Path]:
    """The frame as Parquet and the conditions of the questions as JSON, for scripts/frames.py."""
    table, asked = folder / "facts.parquet", folder / "questions.json"
    frame.to_parquet(table, index=False)
    asked.write_text(json.dumps({one.name: one.columns for one in questions if one.columns}), encoding="utf-8")
    return table, asked
