"""One report of the inbox: its state, whose it is and of which year, its text, and its figures to tick."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, Literal

import streamlit as st

from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.files import home
from yearbook.catalogue.samples import catalogue_for
from yearbook.extraction.linking.report_metadata import find_agency
from yearbook.pipeline.publish import Correction
from yearbook.records.rows import ReportExtraction, ReportRow
from yearbook.ui.formatting import escape_markdown
from yearbook.ui.importing.figures import (
    show_contradictions,
    show_figures,
    show_joined,
    show_unclaimed,
    show_versions,
)
from yearbook.ui.importing.inbox import Inbox, InboxReport, Span
from yearbook.ui.text_view import describe_mention, render_report, show_legend
from yearbook.ui.view import NATION, View

Correct = Callable[[View, ReportExtraction, dict[Span, Correction], str], None]
NEW = "new body"  # an option of the field for the agency
YEARS = (1949, 2100)
BOX = 520  # px: the text of a report
SHORT = 500  # code points that need no scrolling
COLOURS: dict[str, Literal["green", "blue", "gray", "orange"]] = {
    "new": "green",
    "version": "blue",
    "known": "gray",
    "unplaced": "orange",
}


def show_report(view: View, inbox: Inbox, report: InboxReport, correct: Correct) -> None:
    """Everything about one report, with the fields to correct it; `correct` is what corrects its figures."""
    prepared, extraction = report.prepared, report.prepared.extraction
    with st.container(border=True):
        _show_state(view, report)
        _ask_particulars(view, inbox, report)
    for note in extraction.unread if extraction else ():
        st.warning(view.translate(note.words, what=note.what), icon=":material/visibility_off:")
    if extraction is None:
        if prepared.document is not None:
            with _make_box(prepared.document.text):
                st.html(render_report(prepared.document.text, ()))
        return

    def tick_and_correct(view: View, report: InboxReport) -> None:
        show_figures(view, report)
        correct(view, report.extraction, report.corrections, report.key)

    parts: dict[str, tuple[int, Callable[[View, InboxReport], None]]] = {
        "text": (1, _show_text),
        "figures": (len(extraction.figures), tick_and_correct),
        "unclaimed": (prepared.unclaimed, show_unclaimed),
        "contradictions": (len(prepared.contradictions), show_contradictions),
        "joined": (len(prepared.joined), show_joined),
        "versions": (1 if prepared.other else 0, show_versions),
    }
    shown = {name: part for name, part in parts.items() if part[0]}
    labels = [view.translate(f"import.tab_{name}", count=count) for name, (count, _) in shown.items()]
    for (_, show), tab in zip(shown.values(), st.tabs(labels, key=f"tabs {report.key}"), strict=True):
        with tab:
            show(view, report)


def _show_state(view: View, report: InboxReport) -> None:
    """Whether the report is new, a version of a stored one, known, or lacks its agency or year."""
    prepared = report.prepared
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(view.translate(f"import.state_{prepared.state}"), color=COLOURS[prepared.state])
        if prepared.extraction and prepared.extraction.report.demonstration:
            st.badge(view.translate("interface.sample"), color="violet")
        st.text(prepared.path)
    if prepared.state == "unplaced":
        st.caption(view.translate("import.unplaced"))
    elif prepared.left_out:
        st.caption(view.translate(f"import.known_{prepared.left_out}"))
    elif prepared.note is not None:
        st.caption(view.translate("import.known", day=prepared.note.read_at[:10]))
    elif prepared.other is not None:
        other = prepared.other
        way = "copy" if other.same_words else "older" if other.is_newer else "newer"
        title, form = escape_markdown(other.report.title), other.report.format.upper()
        st.caption(view.translate(f"import.other_{way}", title=title, format=form))
        report.replaces = st.toggle(view.translate("import.replaces"), report.replaces, key=f"replaces {report.key}")


def _show_text(view: View, report: InboxReport) -> None:
    """The text with every mention marked by its role; a figure that is not ticked is marked as an unclaimed quantity."""
    extraction = report.extraction
    out = {one.fact_id for one in extraction.figures if (one.span_start, one.span_end) in report.left_out}
    mentions = [replace(one, role="quantity") if one.fact_id in out else one for one in extraction.mentions]
    show_legend(view, (mention.role for mention in mentions))
    with _make_box(extraction.report.text):
        st.html(
            render_report(
                extraction.report.text,
                [asdict(mention) for mention in mentions],
                page_starts=extraction.report.page_starts,
                describe=lambda mention: describe_mention(view, mention),
                page_name=lambda number: view.translate("interface.page", number=number),
                linked=False,
            )
        )


def _make_box(text: str) -> Any:
    """A box that scrolls where the text is long."""
    return st.container(height=BOX if len(text) > SHORT else "content", border=True)


def _ask_particulars(view: View, inbox: Inbox, report: InboxReport) -> None:
    """Fields for agency, year and title; where the person changes one, the report is read again."""
    row = report.prepared.extraction.report if report.prepared.extraction else None
    catalogue = catalogue_for(home(), bool(row and row.demonstration))
    suggestion = report.prepared.suggestion or {}
    wide, narrow, long = st.columns([5, 2, 6], gap="small", vertical_alignment="bottom")
    with wide:
        agency_id = _choose_agency(view, report, row, catalogue, suggestion.get("publisher"))
    year = narrow.number_input(
        view.translate("import.year"), *YEARS, row.report_year if row else suggestion.get("report_year"), 1,
        key=f"year {report.key}", placeholder=view.translate("import.year_hint"),
    )  # fmt: skip
    shown_title = report.title if row else suggestion.get("title") or report.title
    title = long.text_input(view.translate("import.title"), shown_title, key=f"title {report.key}", max_chars=200).strip()
    publisher = region_code = None
    if agency_id == NEW:
        publisher, region_code = _ask_new_agency(view, report, row, catalogue, suggestion.get("publisher"))
    elif agency_id is not None:
        publisher = row.publisher if row and agency_id == row.agency_id else catalogue.agencies[agency_id].name_zh
    stated = dict(report.stated)  # only what differs from what the text says: that stays as it is elsewhere
    if publisher is not None and (row is None or publisher != row.publisher or region_code not in (None, row.region_code)):
        stated |= {"publisher": publisher, "region_code": region_code}
    if year is not None and (row is None or year != row.report_year):
        stated["year"] = year
    if title and title != shown_title:
        stated["title"] = title
    placed = agency_id and year and publisher and (agency_id != NEW or region_code)
    if stated != report.stated and placed:
        inbox.read_again(report, stated)
        st.rerun()


def _choose_agency(
    view: View, report: InboxReport, row: ReportRow | None, catalogue: Catalogue, suggested: str | None
) -> str | None:
    """The agency_id of an agency of the catalogue, of the one that the text names, or NEW."""
    names = {agency.agency_id: str(getattr(agency, view.column("name"))) for agency in catalogue.agencies.values()}
    chosen: str | None = None
    if row is not None:
        names.setdefault(row.agency_id, view.translate("import.body_unlisted", name=row.publisher))
        chosen = row.agency_id
    elif suggested:
        known = find_agency(suggested, catalogue)
        chosen = known.agency_id if known else NEW
    names[NEW] = view.translate("import.body_new")
    return st.selectbox(
        view.translate("import.body"), list(names), index=list(names).index(chosen) if chosen else None,
        format_func=names.__getitem__, key=f"body {report.key}", placeholder=view.translate("import.body_choose"),
        help=view.translate("import.body_help"),
    )  # fmt: skip


def _ask_new_agency(
    view: View, report: InboxReport, row: ReportRow | None, catalogue: Catalogue, suggested: str | None
) -> tuple[str | None, str | None]:
    """The name and the region of an agency that the catalogue lacks."""
    left, right = st.columns(2, gap="small")
    written = (row.publisher if row else suggested) or ""
    name = left.text_input(view.translate("import.body_name"), written, key=f"name {report.key}", max_chars=60).strip()
    regions = list(catalogue.regions)
    region = right.selectbox(
        view.translate("import.body_region"), regions, index=regions.index(row.region_code) if row else None,
        format_func=lambda code: _name_region(view, catalogue, code), key=f"region {report.key}",
        placeholder=view.translate("import.body_region_choose"),
    )  # fmt: skip
    return name or None, region


def _name_region(view: View, catalogue: Catalogue, code: str) -> str:
    """A region with those above it but the nation: 湖南省 常德市."""
    codes = [*reversed([above for above in catalogue.ancestors_of(code) if above != NATION]), code]
    return " ".join(str(getattr(catalogue.regions[one], view.column("name"))) for one in codes)
