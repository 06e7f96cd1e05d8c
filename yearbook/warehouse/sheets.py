"""What a snapshot holds, whatever its format: the data, the dictionary, the sources, and the words about them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from yearbook.warehouse.filters import Filters
from yearbook.warehouse.samples import catalogue_for
from yearbook.warehouse.warehouse import Warehouse
from yearbook.words import LANGUAGES, Language, say

LIST_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Sheets:
    """The tables of a snapshot, in a stable order of columns and rows, and what is to be said about them."""

    data: pd.DataFrame
    dictionary: pd.DataFrame
    sources: pd.DataFrame
    edition: int
    built_at: pd.Timestamp
    catalogue_hash: str
    sentences: dict[Language, str]
    counts: dict[str, int]
    demonstration: bool

    def about(self, language: Language) -> list[str]:
        """The lines that go with the data."""
        built_at = f"{self.built_at:%Y-%m-%d %H:%M:%S}"
        return [
            say("snapshot.about_title", language),
            say("snapshot.about_edition", language, number=self.edition, built_at=built_at),
            say("snapshot.about_filters", language, sentence=self.sentences[language]),
            say("snapshot.about_counts", language, **self.counts),
            *([say("snapshot.about_demonstration", language)] if self.demonstration else []),
            *(say(f"snapshot.about_{line}", language) for line in ("unverified", "missing", "values", "again")),
        ]


def gather_sheets(warehouse: Warehouse, filters: Filters) -> Sheets:
    """The tables for a choice of facts."""
    data = warehouse.facts(filters)
    edition = warehouse.ask("edition").iloc[0]
    catalogue = catalogue_for(warehouse.home, True)
    sources = warehouse.ask("sources_of_facts", fact_ids=data["fact_id"].tolist())
    counts = {
        "rows": len(data),
        "agencies": int(data["agency_id"].nunique()),
        "metrics": int(data["metric_id"].nunique()),
        "unverified": int((data["status"] == "unverified").sum()),
        "sources": len(sources),
    }
    return Sheets(
        data=_flatten_lists(data),
        dictionary=_make_dictionary(warehouse, data),
        sources=sources,
        edition=int(edition["number"]),
        built_at=edition["built_at"],
        catalogue_hash=str(edition["catalogue_hash"]),
        sentences={language: filters.sentence(catalogue, language) for language in LANGUAGES},
        counts=counts,
        demonstration=bool(data["demonstration"].any()),
    )


def _make_dictionary(warehouse: Warehouse, data: pd.DataFrame) -> pd.DataFrame:
    """What each column holds, and what each metric that occurs means."""
    columns = [
        ("column", name, *(say(f"columns.{name}", language) for language in LANGUAGES), "",
         *(say(f"columns.{name}_about", language) for language in LANGUAGES))
        for name in data.columns
    ]  # fmt: skip
    metrics = warehouse.ask("metrics").sort_values("metric_id")
    present = metrics[metrics["metric_id"].isin(set(data["metric_id"]))]
    entries = present[["metric_id", "name_zh", "name_en", "unit", "definition_zh", "definition_en"]].to_numpy().tolist()
    rows = [*columns, *(("metric", *entry) for entry in entries)]
    return pd.DataFrame(rows, columns=["entry", "id", "name_zh", "name_en", "unit", "about_zh", "about_en"], dtype="str")


def _flatten_lists(data: pd.DataFrame) -> pd.DataFrame:
    return data.assign(caveats=data["caveats"].map(LIST_SEPARATOR.join).astype("str"))
