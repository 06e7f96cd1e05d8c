"""Search dialog, opened from every page's head (Ctrl+K): the index of an edition, and for each result the page that it opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from yearbook.analysis.comparability import list_rows
from yearbook.analysis.search import Entry, Index
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.messages import Language
from yearbook.catalogue.wordings import load_groups, parse_wording
from yearbook.ui import edition_access as store
from yearbook.ui.formatting import escape_markdown, is_absent
from yearbook.ui.navigation import show_link
from yearbook.ui.view import NATION, View

QUOTED = ("before", "found", "after")  # the columns words_… of reports_with_words.sql
MAX_REPORTS = 5  # whose text is quoted
HEADLINE, PLAIN = 2_000_000, 1_000_000  # weight: headline metrics before others, these before changes; then by number of figures
OTHER: dict[Language, Language] = {"zh": "en", "en": "zh"}
MAX_ALIASES = 24  # of a metric, the shortest first
KINDS = ("metrics", "agencies", "regions", "reports")
MAX_SHOWN = 5  # of each kind
MIN_CHARACTERS = 2  # characters for words of the reports; one stands in all of them
FOCUS = "<script>document.querySelector('[role=dialog] input')?.focus();</script>"  # st.dialog focuses its own frame


def show_button(view: View) -> None:
    """The button, and the box that it opens, by the mouse or by Ctrl+K."""
    asked = st.button(
        view.translate("search.button"),
        key="find",
        icon=":material/search:",
        type="tertiary",
        shortcut="Ctrl+K",
        help=view.translate("search.button_help"),
    )
    if asked:
        st.dialog(view.translate("search.title"), width="medium", icon=":material/search:")(show_search)(view)


def show_search(view: View) -> None:
    """The box and what is found, by kind, with how many there are; before anything is typed, what can be typed."""
    typed = st.text_input(
        view.translate("search.label"),
        key="found by",
        type="search",
        placeholder=view.translate("search.hint"),
        label_visibility="collapsed",
        icon=":material/search:",
        live="300ms",
    )
    typed = (typed or "").strip()
    if not typed:
        st.caption(view.translate("search.begin"))
        st.html(FOCUS, unsafe_allow_javascript=True)
        return
    found = load_index(view.edition, view.language).find(typed)
    for kind in KINDS:
        entries = found.get(kind, ())
        if entries:
            shown = [find_destination(view, one) for one in entries[:MAX_SHOWN]]
            _show_destinations(view, view.translate(f"search.{kind}", count=len(entries)), shown)
            if len(entries) > MAX_SHOWN:
                st.caption(view.translate("search.more", count=len(entries) - MAX_SHOWN))
    words = find_quotations(view, typed) if len(typed) >= MIN_CHARACTERS else []
    if words:
        _show_destinations(view, view.translate("search.words"), words)
    if not found and not words:
        st.info(view.translate("search.nothing", typed=escape_markdown(typed)), icon=":material/search_off:")


def _show_destinations(view: View, heading: str, destinations: Sequence[Destination]) -> None:
    """A heading and a link for each destination, with its line below it."""
    with st.container(gap="xsmall"):
        st.markdown(f"**{heading}**")
        for destination in destinations:
            with st.container(gap=None):
                show_link(view, destination.page, escape_markdown(destination.name), **destination.parameters)
                if destination.about:
                    st.caption(destination.about)


@dataclass(frozen=True, slots=True)
class Destination:
    """A page, the parameters of its address that set its filters, a label, and in Markdown a line about what it shows."""

    page: str
    parameters: dict[str, str]
    name: str
    about: str


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
        entries.append(Entry("agencies", row["agency_id"], name, (other, *aliases), int(row["facts"])))
    return entries


def _region_entries(edition: int, language: Language) -> list[Entry]:
    entries = []
    for row in list_rows(store.ask(edition, "regions_with_facts")):
        name, other = row[f"name_{language}"], row[f"name_{OTHER[language]}"]
        entries.append(Entry("regions", row["region_code"], name, (other, row["short_zh"], row["pinyin"]), -len(row["level"])))
    return entries


def _report_entries(edition: int) -> list[Entry]:
    entries = []
    for row in list_rows(store.ask(edition, "reports")):
        name = row["name"] if is_absent(row["title"]) else row["title"]
        others = [row[column] for column in ("name", "publisher", "document_number", "agency_en") if not is_absent(row[column])]
        year = 0 if is_absent(row["report_year"]) else int(row["report_year"])
        entries.append(Entry("reports", row["report_id"], str(name), tuple(map(str, others)), year))
    return entries


def find_destination(view: View, entry: Entry) -> Destination:
    """The destination to an entry of the index; the shared filters stay unless they would hide it."""
    destinations = {"metrics": _metric_page, "agencies": _agency_page, "regions": _region_page, "reports": _report_page}
    return destinations[entry.kind](view, entry)


def find_quotations(view: View, typed: str) -> list[Destination]:
    """The pages of the figures and of the reports that contain the words as typed; empty where none does."""
    typed = typed.strip()
    destinations = []
    for regions, statuses, shared in _widen_filters(view):
        counted = view.ask("facts_counted", **view.filters(regions=regions, statuses=statuses, text=typed).parameters())
        count = int(counted["figures"].sum())
        if count:
            name = view.translate("search.words_facts", typed=typed, count=count)
            destinations.append(Destination("explore", {**shared, "text": typed}, name, ""))
            break
    for row in list_rows(view.ask("reports_with_words", words=typed, most=MAX_REPORTS)):
        near = {} if is_absent(row["ordinal"]) else {"mention": str(int(row["ordinal"]))}
        parameters = {**_shared_filters(view), "report": str(row["report_id"]), **near}
        name = view.translate("search.words_report", title=row["title"], times=int(row["times"]))
        before, found, after = ("" if is_absent(row[f"words_{part}"]) else str(row[f"words_{part}"]) for part in QUOTED)
        bold = "**" if found[:1].isalnum() and found[-1:].isalnum() else ""  # next to a mark, Markdown shows the stars
        about = f"…{escape_markdown(before)}{bold}{escape_markdown(found)}{bold}{escape_markdown(after)}…"
        destinations.append(Destination("reports", parameters, name, about))
    return destinations


def _metric_page(view: View, entry: Entry) -> Destination:
    topic = view.catalogue.topics[view.catalogue.metrics[entry.id].topic].name[view.language]
    for regions, statuses, shared in _widen_filters(view):
        [region] = regions or (NATION,)
        counts = view.ask("metric_counts", region=region, settled=bool(statuses))
        if (counts["metric_id"] == entry.id).any():
            years = _format_years(_row_with(view.ask("metrics"), "metric_id", entry.id))
            agencies = int(_row_with(counts, "metric_id", entry.id)["agencies"])
            about = view.translate("search.metric_about", topic=topic, agencies=agencies, years=years)
            return Destination("comparison", {**shared, "metric": entry.id}, entry.name, escape_markdown(about))
    about = escape_markdown(view.translate("search.metric_empty", topic=topic))
    return Destination("dictionary", {**_shared_filters(view), "q": entry.name}, entry.name, about)


def _agency_page(view: View, entry: Entry) -> Destination:
    row = _row_with(view.ask("agencies"), "agency_id", entry.id)
    region, facts, years = row[view.column("region")], int(row["facts"]), _format_years(row)
    about = view.translate("search.agency_about", region=region, facts=facts, years=years)
    return _lead(view, "profile", entry, about, row, agency=entry.id)


def _region_page(view: View, entry: Entry) -> Destination:
    row = _row_with(view.ask("regions_with_facts"), "region_code", entry.id)
    about = view.translate("search.region_about", level=view.translate(f"interface.level_{row['level']}"))
    return _lead(view, "overview", entry, about, row, region=entry.id)


def _report_page(view: View, entry: Entry) -> Destination:
    row = _row_with(view.ask("reports"), "report_id", entry.id)
    agency = row["publisher"] if is_absent(row[view.column("agency")]) else row[view.column("agency")]
    year = "" if is_absent(row["report_year"]) else int(row["report_year"])
    about = view.translate("search.report_about", agency="" if is_absent(agency) else agency, year=year).strip(" ·")
    return _lead(view, "reports", entry, about, row, report=entry.id)


def _lead(view: View, page: str, entry: Entry, about: str, row: Mapping[str, Any], **parameters: str) -> Destination:
    """A page within the shared filters; what is a sample is called one."""
    mark = f" · {view.translate('search.sample')}" if bool(row["demonstration"]) else ""
    return Destination(page, {**_shared_filters(view), **parameters}, entry.name, escape_markdown(about + mark))


def _row_with(frame: pd.DataFrame, column: str, code: str) -> dict[str, Any]:
    return list_rows(frame[frame[column] == code])[0]


def _shared_filters(view: View) -> dict[str, str]:
    """The filters of all pages as they are."""
    return {"region": view.region} | ({"verified": "true"} if view.verified_only else {})


def _widen_filters(view: View) -> list[tuple[tuple[str, ...], tuple[str, ...], dict[str, str]]]:
    """Regions, statuses and the parameters that set them: as they are, then such that they hide nothing."""
    return [(view.regions, view.statuses, _shared_filters(view)), ((), (), {"region": NATION, "verified": "false"})]


def _format_years(row: Mapping[str, Any]) -> str:
    if is_absent(row["first_year"]):
        return ""
    first, last = int(row["first_year"]), int(row["last_year"])
    return str(first) if first == last else f"{first}–{last}"
