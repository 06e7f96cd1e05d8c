"""One thing under review as people see it: why it is here, the words, what was understood, and what speaks for something else."""

from __future__ import annotations

from typing import Any

import orjson
import pandas as pd
import streamlit as st

from yearbook.analysis.comparability import describe_baseline, describe_scope
from yearbook.charts.number_format import name_qualifier, name_unit
from yearbook.pipeline.judging.judged_report import NEGATIVE
from yearbook.pipeline.judging.statement import NUMBERS, read_number, read_statement
from yearbook.ui import evidence
from yearbook.ui import url_state as address
from yearbook.ui.formatting import format_figure, format_period, is_absent, list_rows
from yearbook.ui.review.queue import Item
from yearbook.ui.steward_links import show_teach_link
from yearbook.ui.text_view import LOOK, render_quote, render_words, tabulate_mention
from yearbook.ui.view import View

COLOURS = {"conflict": "red", "contradiction": "red", "headline": "orange", "doubtful": "orange", "unclaimed": "violet"}
PARTS = ("metric_id", "value", "value_max", "qualifier", "scope", "period_start", "period_end", "baseline", "agency_id")


def show_item(view: View, item: Item, position: str) -> None:
    """Everything that helps to decide; `position` says how far the queue has been gone through."""
    st.html(LOOK)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(view.translate(f"review.kind_{item.kind}"), color=COLOURS.get(item.kind, "gray"))  # type: ignore[arg-type]
        if position:
            st.caption(position)
    st.markdown(explain(view, item))
    _show_words(view, item)
    if item.kind == "conflict" and item.decided is not None:
        st.table(compare_readings(view, item), border="horizontal", hide_index=True)
        st.caption(evidence.format_decision(view, item.decided))
    else:
        st.markdown(f"**{view.translate('review.understood')}**")
        parts = evidence.tabulate_fact(view, item.row) if item.report_id is None else tabulate_mention(view, item.row)
        st.table(parts, border="horizontal", hide_header=True, hide_index=True)
    if item.kind == "contradiction" and item.fact_id is not None:
        _show_rivals(view, item.fact_id)


def explain(view: View, item: Item) -> str:
    """Why an item is in the queue."""
    if item.decided is not None and item.decided["state"] == "void":
        return view.translate("review.why_void", fault=view.translate(f"review.{item.decided['fault']}"))
    confidence = "" if item.confidence is None else f"{item.confidence:.0%}"
    separator = view.translate("analysis.reason_separator")
    caveats = separator.join(view.translate(f"caveats.{note}") for note in item.notes)
    return view.translate(f"review.why_{item.kind}", confidence=confidence, caveats=caveats)


def name_part(view: View, part: str, value: Any) -> str:
    """A part of a statement in words; nothing for a part that says nothing."""
    if is_absent(value):
        return ""
    text = str(value)
    if part == "metric_id":
        return name_metric(view, text)
    if part == "agency_id":
        agency = view.catalogue.agencies.get(text)
        return text if agency is None else agency.name_zh if view.language == "zh" else agency.name_en
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
    if part == "source_kind":
        return view.translate(f"interface.source_{text}")
    return text


def name_metric(view: View, metric_id: str) -> str:
    """The metric's name; its id where the catalogue no longer has it."""
    metric = view.catalogue.metrics.get(metric_id)
    return metric_id if metric is None else metric.name[view.language]


def compare_readings(view: View, item: Item) -> pd.DataFrame:
    """What was read when it was decided, what was decided, and what is read now, part by part where they differ."""
    assert item.decided is not None
    then, later = read_statement(orjson.loads(str(item.decided["seen"]))), read_statement(item.seen)
    meant = None if item.decided["action"] in NEGATIVE else item.meant(view.catalogue)
    rows = []
    for part in PARTS:
        values = [getattr(statement, part) for statement in (then, meant, later) if statement is not None]
        if len(set(values)) > 1 or (part == "metric_id" and any(values)):
            decision = view.translate("review.no_figure") if meant is None else name_part(view, part, getattr(meant, part))
            said = [name_part(view, part, getattr(then, part)), decision, name_part(view, part, getattr(later, part))]
            rows.append([view.translate(f"review.part_{part}"), *said])
    return pd.DataFrame(rows, columns=[view.translate(f"review.{name}") for name in ("part", "then", "meant", "now")])


def _show_words(view: View, item: Item) -> None:
    if item.report_id is None:
        quoted, figure = str(item.row["evidence"]), str(item.row["value_as_written"])
        st.html(render_quote(*quoted.partition(figure)) if figure else render_quote(quoted, "", ""))
        st.caption(str(item.row["source_title"]))
        return
    report = view.ask("report", report_id=item.report_id).iloc[0]
    start, end = int(item.row["span_start"]), int(item.row["span_end"])
    st.html(render_words(str(report["text"]), start, end, around=90))
    ordinal = item.row.get("ordinal")
    target = address.link_to(
        view.language, report=item.report_id, **({} if is_absent(ordinal) else {"mention": int(str(ordinal))})
    )
    st.page_link(evidence.REPORTS, label=str(report["title"]), icon=":material/description:", query_params=target)
    if is_absent(item.row["metric_id"]) and item.row["role"] == "quantity" and "mention" in target:
        show_teach_link(view, item.report_id, int(target["mention"]))


def _show_rivals(view: View, fact_id: str) -> None:
    """The figures that cannot be right beside this one, each with the way to its words."""
    rivals = list_rows(view.ask("rivals", fact_id=fact_id))
    if not rivals:
        return
    st.markdown(f"**{view.translate('review.rivals')}**")
    for number, rival in enumerate(rivals):
        said = view.translate(
            "review.rival",
            value=format_figure(rival, view.language),
            period=format_period(rival["period_start"], rival["period_end"], view.language),
            source=rival["source_title"],
        )
        evidence.show_button(str(rival["fact_id"]), key=f"rival {number} {fact_id}", label=said)
