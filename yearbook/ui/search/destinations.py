"""Where what was found leads: for each entry of the index, and for words of reports, the page that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from yearbook.analysis.comparability import list_rows
from yearbook.analysis.search import Entry
from yearbook.ui.formatting import escape_markdown, is_absent
from yearbook.ui.view import NATION, View

QUOTED = ("before", "found", "after")  # the columns words_… of reports_with_words.sql
MAX_REPORTS = 5  # whose text is quoted


@dataclass(frozen=True, slots=True)
class Destination:
    """A page, the parameters of its address that set its filters, a label, and in Markdown a line about what it shows."""

    page: str
    parameters: dict[str, str]
    name: str
    about: str


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
        parameters = {**shared_filters(view), "report": str(row["report_id"]), **near}
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
            years = _format_years(row_with(view.ask("metrics"), "metric_id", entry.id))
            subjects = int(row_with(counts, "metric_id", entry.id)["subjects"])
            about = view.translate("search.metric_about", topic=topic, subjects=subjects, years=years)
            return Destination("comparison", {**shared, "metric": entry.id}, entry.name, escape_markdown(about))
    about = escape_markdown(view.translate("search.metric_empty", topic=topic))
    return Destination("dictionary", {**shared_filters(view), "q": entry.name}, entry.name, about)


def _agency_page(view: View, entry: Entry) -> Destination:
    row = row_with(view.ask("agencies"), "agency_id", entry.id)
    region, facts, years = row[view.column("region")], int(row["facts"]), _format_years(row)
    about = view.translate("search.agency_about", region=region, facts=facts, years=years)
    return _lead(view, "profile", entry, about, row, agency=entry.id)


def _region_page(view: View, entry: Entry) -> Destination:
    row = row_with(view.ask("regions_with_facts"), "region_code", entry.id)
    about = view.translate("search.region_about", level=view.translate(f"interface.level_{row['level']}"))
    return _lead(view, "overview", entry, about, row, region=entry.id)


def _report_page(view: View, entry: Entry) -> Destination:
    row = row_with(view.ask("reports"), "report_id", entry.id)
    agency = row["publisher"] if is_absent(row[view.column("agency")]) else row[view.column("agency")]
    year = "" if is_absent(row["report_year"]) else int(row["report_year"])
    about = view.translate("search.report_about", agency="" if is_absent(agency) else agency, year=year).strip(" ·")
    return _lead(view, "reports", entry, about, row, report=entry.id)


def _lead(view: View, page: str, entry: Entry, about: str, row: Mapping[str, Any], **parameters: str) -> Destination:
    """A page within the shared filters; what is a sample is called one."""
    mark = f" · {view.translate('search.sample')}" if bool(row["demonstration"]) else ""
    return Destination(page, {**shared_filters(view), **parameters}, entry.name, escape_markdown(about + mark))


def row_with(frame: pd.DataFrame, column: str, code: str) -> dict[str, Any]:
    return list_rows(frame[frame[column] == code])[0]


def shared_filters(view: View) -> dict[str, str]:
    """The filters of all pages as they are."""
    return {"region": view.region} | ({"verified": "true"} if view.verified_only else {})


def _widen_filters(view: View) -> list[tuple[tuple[str, ...], tuple[str, ...], dict[str, str]]]:
    """Regions, statuses and the parameters that set them: as they are, then such that they hide nothing."""
    return [(view.regions, view.statuses, shared_filters(view)), ((), (), {"region": NATION, "verified": "false"})]


def _format_years(row: Mapping[str, Any]) -> str:
    if is_absent(row["first_year"]):
        return ""
    first, last = int(row["first_year"]), int(row["last_year"])
    return str(first) if first == last else f"{first}–{last}"
