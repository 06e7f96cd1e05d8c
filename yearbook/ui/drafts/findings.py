"""The findings of a draft: counted, listed, and each with its words framed in the text or on the picture of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from yearbook.pipeline.drafts.docx_list import write_list
from yearbook.pipeline.drafts.review import KINDS, DraftReview, Finding
from yearbook.pipeline.drafts.words import explain, name_kind, name_place, quote_against, quote_finding, summarise
from yearbook.ui.drafts.upload import Dropped, let_go
from yearbook.ui.formatting import escape_markdown
from yearbook.ui.sections.mention_panel import show_framed_page
from yearbook.ui.tables import show_table
from yearbook.ui.text_view import LOOK, SCROLL, render_report
from yearbook.ui.view import View

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EVERY, BOX = "all", 640  # px


def show_review(view: View, dropped: Dropped) -> None:
    """What was found, as a list to choose from beside the text."""
    review = dropped.review
    if review is None:
        st.error(view.translate("drafts.refused", reason=dropped.reason), icon=":material/block:")
        st.button(view.translate("drafts.again"), icon=":material/restart_alt:", on_click=let_go)
        return
    _show_head(view, review)
    shown = _choose_kind(view, review)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        chosen = _list_findings(view, review, shown)
        if chosen is not None:
            _show_finding(view, dropped, review, chosen)
    with right:
        _show_text(view, review, chosen)


def _show_head(view: View, review: DraftReview) -> None:
    report = review.check.report
    st.subheader(escape_markdown(report.title or review.document.name), anchor=False)
    kind = view.translate(f"drafts.document_{report.kind}")
    publisher = escape_markdown(report.publisher) if report.publisher else view.translate("drafts.no_publisher")
    year = view.translate("interface.year_name", year=report.report_year) if report.report_year else ""
    year = year or view.translate("drafts.no_year")
    st.caption(view.translate("drafts.read_as", kind=kind, publisher=publisher, year=year))
    for note in review.document.notes:
        st.warning(view.translate(note.words, what=note.what), icon=":material/visibility_off:")
    if review.findings:
        st.markdown(f"**{summarise(review, view.language)}**")
    else:
        st.success(summarise(review, view.language), icon=":material/task_alt:")
    with st.container(horizontal=True, gap="small"):
        name = f"{view.translate('drafts.docx_file', name=PurePath(review.document.name).stem)}.docx"
        st.download_button(
            view.translate("drafts.docx"), data=partial(write_list, review, view.language, date.today()), file_name=name,
            mime=DOCX, icon=":material/download:", on_click="ignore", key="draft docx", disabled=not review.findings,
        )  # fmt: skip
        st.button(view.translate("drafts.again"), icon=":material/restart_alt:", on_click=let_go)
    st.caption(view.translate("drafts.clean_about"))


def _choose_kind(view: View, review: DraftReview) -> list[Finding]:
    kinds = [kind for kind in KINDS if review.count(kind)]
    if len(kinds) < 2:
        return list(review.findings)
    kind = st.segmented_control(
        view.translate("drafts.show"), [EVERY, *kinds], default=EVERY, required=True, key="kind of findings",
        format_func=lambda code: _name_kind(view, review, code), label_visibility="collapsed",
    )  # fmt: skip
    return [finding for finding in review.findings if kind in (EVERY, finding.kind)]


def _name_kind(view: View, review: DraftReview, code: str) -> str:
    if code == EVERY:
        return f"{view.translate('drafts.all')} {len(review.findings)}"
    return f"{view.translate(f'drafts.kind_{code}')} {sum(finding.kind == code for finding in review.findings)}"


def _list_findings(view: View, review: DraftReview, shown: Sequence[Finding]) -> Finding | None:
    """The list; the finding that is chosen, at first the first one."""
    if not shown:
        return None
    table = pd.DataFrame(
        {
            "kind": [name_kind(finding, view.language) for finding in shown],
            "place": [name_place(review, finding, view.language) for finding in shown],
            "says": [explain(finding, view.language) for finding in shown],
        }
    )
    chosen = show_table(
        view, table, "drafts.column", view.translate("drafts.alt", count=len(table)), key=f"findings {len(shown)}",
        on_select="rerun", selection_mode="single-row",
    )  # fmt: skip
    return shown[chosen[0] if chosen else 0]


def _show_finding(view: View, dropped: Dropped, review: DraftReview, finding: Finding) -> None:
    """One finding in full: its words, what is wrong, what stands against it; of a scanned page its picture."""
    with st.container(border=True):
        st.markdown(f"**{name_kind(finding, view.language)}** · {name_place(review, finding, view.language)}")
        st.markdown(escape_markdown(explain(finding, view.language)))
        for words in (quote_finding(review, finding), *quote_against(review, finding, view.language)):
            if words:
                st.caption(escape_markdown(words))
        if finding.place is not None:
            lines = list(review.document.find_scanned(*finding.place))
            corners = [float(way) for line in lines for way in line.corners]
            if corners:
                page = review.document.page_of(finding.place[0])
                file = review.document.name, review.document.format, dropped.content
                show_framed_page(view, *file, page, corners, any(line.doubtful for line in lines))


def _show_text(view: View, review: DraftReview, chosen: Finding | None) -> None:
    """The text with all findings marked and the chosen one framed; what stands against that is marked too."""
    st.html(LOOK)
    st.caption(view.translate("drafts.text"))
    places = [finding for finding in review.findings if finding.place is not None]
    marked: list[dict[str, Any]] = [_mark(number, finding) for number, finding in enumerate(places)]
    taken = {(one["span_start"], one["span_end"]) for one in marked}
    if chosen is not None and chosen.kind != "last_year":
        beside = [place for place in chosen.against if place not in taken]
        marked += [{"ordinal": -1, "span_start": start, "span_end": end, "role": "beside", "says": None} for start, end in beside]
    frame = next((number for number, finding in enumerate(places) if finding is chosen), None)
    with st.container(height=BOX, border=True):
        st.html(
            render_report(
                review.document.text,
                _drop_covered(marked, frame),
                page_starts=review.document.page_starts,
                chosen=frame,
                describe=lambda mention: explain(mention["says"], view.language) if mention["says"] else "",
                page_name=lambda number: view.translate("interface.page", number=number),
                linked=False,
            )
        )
        if frame is not None:
            st.html(SCROLL, unsafe_allow_javascript=True)


def _mark(number: int, finding: Finding) -> dict[str, Any]:
    start, end = finding.place or (0, 0)
    return {"ordinal": number, "span_start": start, "span_end": end, "role": "finding", "says": finding}


def _drop_covered(marked: list[dict[str, Any]], frame: int | None) -> list[dict[str, Any]]:
    """Of several at one place only one can be marked: the chosen one."""
    framed = [one for one in marked if one["ordinal"] == frame and frame is not None]
    covered = [(one["span_start"], one["span_end"]) for one in framed]
    rest = (one for one in marked if one not in framed)
    return framed + [one for one in rest if all(one["span_end"] <= start or one["span_start"] >= end for start, end in covered)]
