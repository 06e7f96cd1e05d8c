"""A figure corrected before it comes in: kept in the inbox, stored as a decision when the report is published."""

from __future__ import annotations

from dataclasses import asdict

import orjson
import streamlit as st

from yearbook.pipeline.proposal import list_differences
from yearbook.pipeline.publish import Correction
from yearbook.records.rows import ReportExtraction
from yearbook.ui.review.form import show_figure_form
from yearbook.ui.review.item import describe_part
from yearbook.ui.review.queue import ReviewItem
from yearbook.ui.text_view import render_words
from yearbook.ui.view import View
from yearbook.warehouse.statement import Statement, see

Span = tuple[int, int]


def show_corrections(view: View, extraction: ReportExtraction, corrections: dict[Span, Correction], key: str) -> None:
    """A choice among the figures, the words and the form of the one chosen, and what was corrected so far, which it changes."""
    figures = {(one.span_start or 0, one.span_end or 0): one for one in extraction.figures}
    chosen = st.selectbox(
        view.translate("import.correct"),
        list(figures),
        index=None,
        format_func=lambda span: f"{view.metric_name(figures[span].metric_id)} · {figures[span].evidence}",
        key=f"correct {key}",
        placeholder=view.translate("import.correct_choose"),
        help=view.translate("import.correct_about"),
    )
    if chosen is not None:
        with st.container(border=True):
            st.html(render_words(extraction.report.text, *chosen, around=36))
            item = _make_item(extraction, chosen, corrections.get(chosen))
            show_figure_form(view, item, None, lambda meant, why: _keep(corrections, chosen, item, meant, why))
    for span, one in [(span, one) for span, one in corrections.items() if span in figures]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{figures[span].evidence} → {describe_correction(view, one)}")
            if st.button(view.translate("import.correct_undo"), key=f"as read {key} {span}", type="tertiary"):
                del corrections[span]
                st.rerun()


def describe_correction(view: View, one: Correction) -> str:
    """What it changes, part by part."""
    parts = [
        f"{view.translate(f'review.part_{name}')} {describe_part(view, name, value)}"
        for name, value in one.change.items()
        if value
    ]
    return view.translate("interface.comma").join(parts)


def _make_item(extraction: ReportExtraction, span: Span, known: Correction | None) -> ReviewItem:
    """The figure as the review shows one, with what was corrected already."""
    mention = next(one for one in extraction.mentions if (one.span_start, one.span_end) == span)
    row = asdict(mention)
    seen = see(row)
    decided = {"action": "correct", "seen": orjson.dumps(seen), "change": orjson.dumps(known.change)} if known else None
    return ReviewItem("chosen", (mention.report_id, *span), mention.fact_id, row, seen, decided)


def _keep(corrections: dict[Span, Correction], span: Span, item: ReviewItem, meant: Statement, why: str) -> None:
    change = list_differences(item.seen, meant)
    if change:
        corrections[span] = Correction(*span, change, why)
    else:
        corrections.pop(span, None)
