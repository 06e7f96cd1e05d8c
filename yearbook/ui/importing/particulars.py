"""Whose a report is, of which year, and what it is called: as its text says, or as the person says instead."""

from __future__ import annotations

from typing import Any

import streamlit as st

from yearbook.catalogue.agencies import Agency, Region
from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.files import home
from yearbook.catalogue.samples import catalogue_for
from yearbook.extraction.linking.report_metadata import find_agency
from yearbook.records.rows import ReportRow
from yearbook.ui.importing.inbox import Inbox, Item
from yearbook.ui.view import View

NEW = "new body"
YEARS = (1949, 2100)


def show_particulars(view: View, inbox: Inbox, item: Item) -> None:
    """Fields for body, year and title; where the person changes one, the report is understood anew."""
    report = item.prepared.understood.report if item.prepared.understood else None
    catalogue = catalogue_for(home(), bool(report and report.demonstration))
    suggestion = item.prepared.suggestion or {}
    wide, narrow, long = st.columns([5, 2, 6], gap="small", vertical_alignment="bottom")
    with wide:
        body = _choose_body(view, item, report, catalogue, suggestion.get("publisher"))
    with narrow:
        year = st.number_input(
            view.translate("import.year"),
            *YEARS,
            report.report_year if report else suggestion.get("report_year"),
            1,
            key=f"year {item.key}",
            placeholder=view.translate("import.year_hint"),
        )
    with long:
        named = (report.title if report else suggestion.get("title")) or item.prepared.errand.name
        title = st.text_input(view.translate("import.title"), named, key=f"title {item.key}", max_chars=200).strip()
    publisher, region_code = _name_new_body(view, item, report, catalogue, suggestion) if body == NEW else (None, None)
    if body not in (None, NEW):
        publisher = report.publisher if report and body == report.agency_id else catalogue.agencies[body].name_zh
    said = _say(item, report, publisher, region_code, year, title, named)
    if said != item.said and _is_enough(body, publisher, region_code, year):
        inbox.look_again(item, said)
        st.rerun()


def _choose_body(view: View, item: Item, report: ReportRow | None, catalogue: Catalogue, suggested: str | None) -> str | None:
    """The agency_id of a body of the catalogue, of the one that the text names, or NEW."""
    names = {agency.agency_id: _name(view, agency) for agency in catalogue.agencies.values()}
    chosen: str | None = None
    if report is not None:
        names.setdefault(report.agency_id, view.translate("import.body_unlisted", name=report.publisher))
        chosen = report.agency_id
    elif suggested:
        known = find_agency(suggested, catalogue)
        chosen = known.agency_id if known else NEW
    options = [*names, NEW]
    return st.selectbox(
        view.translate("import.body"),
        options,
        index=options.index(chosen) if chosen else None,
        format_func=lambda option: view.translate("import.body_new") if option == NEW else names[option],
        key=f"body {item.key}",
        placeholder=view.translate("import.body_choose"),
        help=view.translate("import.body_help"),
    )


def _name_new_body(
    view: View, item: Item, report: ReportRow | None, catalogue: Catalogue, suggestion: Any
) -> tuple[str | None, str | None]:
    """The name and the region of a body that the catalogue does not know."""
    left, right = st.columns(2, gap="small")
    with left:
        written = (report.publisher if report else suggestion.get("publisher")) or ""
        name = st.text_input(view.translate("import.body_name"), written, key=f"name {item.key}", max_chars=60).strip()
    with right:
        regions = list(catalogue.regions)
        region = st.selectbox(
            view.translate("import.body_region"),
            regions,
            index=regions.index(report.region_code) if report else None,
            format_func=lambda code: _name_region(view, catalogue.regions[code], catalogue),
            key=f"region {item.key}",
            placeholder=view.translate("import.body_region_choose"),
        )
    return name or None, region


def _say(
    item: Item,
    report: ReportRow | None,
    publisher: str | None,
    region_code: str | None,
    year: int | None,
    title: str,
    named: str,
) -> dict[str, Any]:
    """What is said of a report: only what differs from what is shown, so that the text is taken at its word elsewhere."""
    said = dict(item.said)
    if publisher is not None and (
        report is None or publisher != report.publisher or region_code not in (None, report.region_code)
    ):
        said |= {"publisher": publisher, "region_code": region_code}
    if year is not None and (report is None or year != report.report_year):
        said["year"] = year
    if title and title != named:
        said["title"] = title
    return said


def _is_enough(body: str | None, publisher: str | None, region_code: str | None, year: int | None) -> bool:
    """Whether a report can be placed by it: a body, of a new one also its region, and a year."""
    return bool(body and year and publisher and (body != NEW or region_code))


def _name(view: View, agency: Agency) -> str:
    return agency.name_zh if view.language == "zh" else agency.name_en


def _name_region(view: View, region: Region, catalogue: Catalogue) -> str:
    """A region with those above it, the nation aside: 湖南省 常德市."""
    above = [catalogue.regions[code] for code in reversed(catalogue.ancestors_of(region.region_code)) if code != "100000"]
    return " ".join(one.name_zh if view.language == "zh" else one.name_en for one in (*above, region))
