"""One item under review: why it is here, the words, what was understood, and the figures that contradict it."""

from __future__ import annotations

from typing import Any

import orjson
import pandas as pd
import streamlit as st

from yearbook.analysis.comparability import describe_baseline, describe_scope, list_rows
from yearbook.charts.number_format import name_qualifier, name_unit
from yearbook.ui import evidence
from yearbook.ui.formatting import format_figure, format_period, is_absent
from yearbook.ui.navigation import show_link
from yearbook.ui.review.queue import ReviewItem
from yearbook.ui.text_view import LOOK, render_quote, render_words, show_contradictions, tabulate_mention
from yearbook.ui.view import View
from yearbook.warehouse.judging import NEGATIVE
from yearbook.warehouse.statement import NUMBERS, read_number, read_statement

COLOURS = {"conflict": "red", "contradiction": "red", "headline": "orange", "doubtful": "orange", "unclaimed": "violet"}
PARTS = ("metric_id", "value", "value_max", "qualifier", "scope", "period_start", "period_end", "baseline", "agency_id")


def show_item(view: View, item: ReviewItem, position: str) -> None:
    """Everything that helps to decide; `position` says how far the queue has been gone through."""
    st.html(LOOK)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(view.translate(f"review.kind_{item.kind}"), color=COLOURS.get(item.kind, "gray"))  # type: ignore[arg-type]
        if position:
            st.caption(position)
    st.markdown(_explain(view, item))
    _show_words(view, item)
    if item.kind == "conflict" and item.decided is not None:
        st.table(_compare_readings(view, item), border="horizontal", hide_index=True)
        st.caption(evidence.format_decision(view, item.decided))
    else:
        st.markdown(f"**{view.translate('review.understood')}**")
        parts = evidence.tabulate_fact(view, item.row) if item.report_id is None else tabulate_mention(view, item.row)
        st.table(parts, border="horizontal", hide_header=True, hide_index=True)
    if item.kind == "contradiction" and item.fact_id is not None:
        _show_rivals(view, item.fact_id)


def describe_part(view: View, part: str, value: Any) -> str:
    """A part of a statement in words; empty for a part that says nothing."""
    if is_absent(value):
        return ""
    text = str(value)
    if part == "metric_id":
        return view.metric_name(text)
    if part == "agency_id":
        agency = view.catalogue.agencies.get(text)
        return text if agency is None else str(getattr(agency, view.column("name")))
    if part == "scope":
        return describe_scope(text, None, view.language)
    if part == "baseline":
        return describe_baseline(text, view.language)
    if part == "qualifier":
        return name_qualifier(text, view.language) or view.translate("review.qualifier_exact")
    if part == "unit":
        return name_unit(text, view.language)
    if part in NUMBERS:
        number = read_number(text)
        return text if number is None else f"{number:,f}".replace("-", "−")
    return view.translate(f"interface.source_{text}") if part == "source_kind" else text


def _explain(view: View, item: ReviewItem) -> str:
    """Why an item is in the queue."""
    if item.decided is not None and item.decided["state"] == "void":
        return view.translate("review.why_void", fault=view.translate(f"review.{item.decided['fault']}"))
    confidence = item.row.get("confidence")
    sure = "" if is_absent(confidence) else f"{float(str(confidence)):.0%}"
    separator = view.translate("analysis.reason_separator")
    caveats = separator.join(view.translate(f"caveats.{note}") for note in item.notes)
    words = view.translate(f"review.why_{item.kind}", confidence=sure, caveats=caveats)
    return words[:1].upper() + words[1:]  # it may begin with a caveat


def _compare_readings(view: View, item: ReviewItem) -> pd.DataFrame:
    """What was read when it was decided, what was decided, and what is read now, part by part where they differ."""
    assert item.decided is not None
    then, now = read_statement(orjson.loads(str(item.decided["seen"]))), read_statement(item.seen)
    meant = None if item.decided["action"] in NEGATIVE else item.meant(view.catalogue)
    rows = []
    for part in PARTS:
        values = [getattr(statement, part) for statement in (then, meant, now) if statement is not None]
        if len(set(values)) > 1 or (part == "metric_id" and any(values)):
            decision = view.translate("review.no_figure") if meant is None else describe_part(view, part, getattr(meant, part))
            before, after = (describe_part(view, part, getattr(statement, part)) for statement in (then, now))
            rows.append([view.translate(f"review.part_{part}"), before, decision, after])
    return pd.DataFrame(rows, columns=[view.translate(f"review.{name}") for name in ("part", "then", "meant", "now")])


def _show_words(view: View, item: ReviewItem) -> None:
    if item.report_id is None:
        quoted, figure = str(item.row["evidence"]), str(item.row["value_as_written"])
        st.html(render_quote(*quoted.partition(figure)) if figure else render_quote(quoted, "", ""))
        st.caption(str(item.row["source_title"]))
        return
    report = view.ask("report", report_id=item.report_id).iloc[0]
    st.html(render_words(str(report["text"]), int(item.row["span_start"]), int(item.row["span_end"]), around=90))
    show_contradictions(view, item.row, str(report["text"]))
    ordinal = item.row.get("ordinal")
    mention: dict[str, Any] = {} if is_absent(ordinal) else {"mention": int(str(ordinal))}
    show_link(view, "reports", str(report["title"]), report=item.report_id, **mention)
    if is_absent(item.row["metric_id"]) and item.row["role"] == "quantity" and mention:
        show_link(view, "teach", view.translate("teach.link"), region=view.region, report=item.report_id, **mention)


def _show_rivals(view: View, fact_id: str) -> None:
    """The figures that contradict this one, each with a button for its evidence."""
    rivals = list_rows(view.ask("rivals", fact_id=fact_id))
    if rivals:
        st.markdown(f"**{view.translate('review.rivals')}**")
    for number, rival in enumerate(rivals):
        period = format_period(rival["period_start"], rival["period_end"], view.language)
        value, source = format_figure(rival, view.language), rival["source_title"]
        label = view.translate("review.rival", value=value, period=period, source=source)
        evidence.show_button(str(rival["fact_id"]), key=f"rival {number} {fact_id}", label=label)
