"""What can be found in an edition, made once for all visitors: the index of names, and the names and words of questions."""

from __future__ import annotations

import streamlit as st

from yearbook.analysis.answers.question import Names, name_places
from yearbook.analysis.comparability import list_rows
from yearbook.analysis.search import Entry, Index
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.messages import Language
from yearbook.catalogue.wordings import load_groups, parse_wording
from yearbook.extraction.linking.lexicon import Lexicon, compile_lexicon
from yearbook.ui import edition_access as store
from yearbook.ui.formatting import is_absent

HEADLINE, PLAIN = 2_000_000, 1_000_000  # weight: headline metrics before others, these before changes; then by number of figures
OTHER: dict[Language, Language] = {"zh": "en", "en": "zh"}
MAX_ALIASES = 24  # of a metric, the shortest first


@st.cache_resource(show_spinner=False, max_entries=6)
def load_index(edition: int, language: Language) -> Index:
    """The search index of an edition, cached; names in the reader's language, those of the other language as aliases."""
    return Index(
        [
            *_metric_entries(edition, language),
            *_agency_entries(edition, language),
            *_region_entries(edition, language),
            *_report_entries(edition),
        ]
    )


def _metric_entries(edition: int, language: Language) -> list[Entry]:
    facts = store.ask(edition, "metrics").set_index("metric_id")["facts"]
    groups = load_groups()
    entries = []
    for metric in load_catalogue().metrics.values():
        spoken = {
            term
            for text in metric.wordings
            if len(parts := parse_wording(text, groups).parts) == 1  # several parts only name it together
            for term in parts[0]
        }
        aliases = sorted(spoken, key=lambda term: (len(term), term))[:MAX_ALIASES]
        name, other = metric.name[language], metric.name[OTHER[language]]
        rank = 0 if metric.kind == "change" else HEADLINE if metric.headline else PLAIN
        entries.append(Entry("metrics", metric.id, name, (other, *aliases), rank + int(facts.get(metric.id, 0))))
    return entries


def _agency_entries(edition: int, language: Language) -> list[Entry]:
    # The gazetteer's pinyin: by characters alone 都匀 would be read dou yun (findings/pypinyin_county_names.sh).
    pinyin = store.ask(edition, "regions_with_facts").set_index("region_code")["pinyin"]
    entries = []
    for row in list_rows(store.ask(edition, "agencies")):
        name, other = row[f"name_{language}"], row[f"name_{OTHER[language]}"]
        known = [row["short_zh"], *row["aliases"], pinyin.get(row["region_code"])]
        aliases = [str(alias) for alias in known if not is_absent(alias)]
        invented = bool(row["demonstration"])
        entries.append(Entry("agencies", row["agency_id"], name, (other, *aliases), int(row["facts"]), invented))
    return entries


def _region_entries(edition: int, language: Language) -> list[Entry]:
    entries = []
    for row in list_rows(store.ask(edition, "regions_with_facts")):
        name, other = row[f"name_{language}"], row[f"name_{OTHER[language]}"]
        others = (other, row["short_zh"], row["pinyin"])
        entries.append(Entry("regions", row["region_code"], name, others, -len(row["level"]), bool(row["demonstration"])))
    return entries


def _report_entries(edition: int) -> list[Entry]:
    entries = []
    for row in list_rows(store.ask(edition, "reports")):
        name = row["name"] if is_absent(row["title"]) else row["title"]
        others = [row[column] for column in ("name", "publisher", "document_number", "agency_en") if not is_absent(row[column])]
        year = 0 if is_absent(row["report_year"]) else int(row["report_year"])
        invented = bool(row["demonstration"])
        entries.append(Entry("reports", row["report_id"], str(name), tuple(map(str, others)), year, invented))
    return entries


@st.cache_resource(show_spinner=False, max_entries=3)
def load_names(edition: int) -> Names:
    """The names that a question may hold: regions and agencies of the catalogue and of the edition, and metrics."""
    agencies, held = list_rows(store.ask(edition, "agencies")), list_rows(store.ask(edition, "regions_with_facts"))
    regions = {row["region_code"]: row | {"held": True} for row in held}
    for code, region in load_catalogue().regions.items():
        named = {"name_zh": region.name_zh, "short_zh": region.short_zh, "name_en": region.name_en, "level": region.level}
        regions.setdefault(code, {"region_code": code, "held": False, **named})
    names = (name for entry in _metric_entries(edition, "zh") for name in (entry.name, *entry.others))
    return Names(name_places(tuple(regions.values()), agencies), names)


def load_lexicon() -> Lexicon:
    """What reports write for the metrics of the catalogue."""
    return _compile_lexicon(load_catalogue().hash)


@st.cache_resource(show_spinner=False, max_entries=1)
def _compile_lexicon(_hash: str) -> Lexicon:
    return compile_lexicon(load_catalogue())
