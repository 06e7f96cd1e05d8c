"""What can be found in an edition: its metrics, bodies, regions and reports, spelled out once and kept as long as it stands."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from yearbook.analysis.search import Entry, Index
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.messages import Language
from yearbook.extraction.linking.lexicon import load_groups, read_wording
from yearbook.ui import edition_access as store
from yearbook.ui.formatting import is_absent, list_rows

TELLING, PLAIN = 2_000_000, 1_000_000  # headline metrics come before others, those before mere changes; then who has more figures
MOST_ALIASES = 24  # of a metric: what reports call it, the shortest first


@st.cache_resource(show_spinner=False, max_entries=6)
def load_index(edition: int, language: Language) -> Index:
    """The index of an edition; names are those of the reader's language, the other language's are aliases."""
    return Index([*_metrics(edition, language), *_agencies(edition, language), *_regions(edition, language), *_reports(edition)])


def _metrics(edition: int, language: Language) -> list[Entry]:
    facts = store.ask(edition, "metrics").set_index("metric_id")["facts"]
    groups = load_groups()
    entries = []
    for metric in load_catalogue().metrics.values():
        spoken = {
            term
            for text in metric.wordings
            if len(parts := read_wording(metric, text, groups).parts) == 1  # others say only together what is meant
            for term in parts[0]
        }
        aliases = sorted(spoken, key=lambda term: (len(term), term))[:MOST_ALIASES]
        name, other = _in_order(metric.name.zh, metric.name.en, language)
        rank = 0 if metric.kind == "change" else TELLING if metric.headline else PLAIN
        entries.append(Entry("metrics", metric.id, name, (other, *aliases), rank + int(facts.get(metric.id, 0))))
    return entries


def _agencies(edition: int, language: Language) -> list[Entry]:
    entries = []
    for row in list_rows(store.ask(edition, "agencies")):
        name, other = _in_order(row["name_zh"], row["name_en"], language)
        aliases = [str(alias) for alias in [row["short_zh"], *row["aliases"]] if not is_absent(alias)]
        entries.append(Entry("agencies", row["agency_id"], name, (other, *aliases), int(row["facts"])))
    return entries


def _regions(edition: int, language: Language) -> list[Entry]:
    entries = []
    for row in list_rows(store.ask(edition, "regions_with_facts")):
        name, other = _in_order(row["name_zh"], row["name_en"], language)
        entries.append(Entry("regions", row["region_code"], name, (other, row["short_zh"], row["pinyin"]), -len(row["level"])))
    return entries


def _reports(edition: int) -> list[Entry]:
    reports: pd.DataFrame = store.ask(edition, "reports")
    entries = []
    for row in list_rows(reports):
        name = row["name"] if is_absent(row["title"]) else row["title"]
        others = [row[column] for column in ("name", "publisher", "document_number", "agency_en") if not is_absent(row[column])]
        year = 0 if is_absent(row["report_year"]) else int(row["report_year"])
        entries.append(Entry("reports", row["report_id"], str(name), tuple(map(str, others)), year))
    return entries


def _in_order(zh: str, en: str, language: Language) -> tuple[str, str]:
    return (zh, en) if language == "zh" else (en, zh)
