"""Evidence panel of a figure (provenance): how it was understood, the quoted words, its sources, a link into the report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
import streamlit as st

from yearbook.analysis.comparability import list_rows
from yearbook.charts.number_format import name_qualifier, name_unit, read_unit
from yearbook.ui.formatting import (
    escape_address,
    find_web_address,
    find_written,
    format_figure,
    format_period,
    format_scope,
    format_source,
    is_absent,
    name_subject,
)
from yearbook.ui.navigation import show_link
from yearbook.ui.text_view import LOOK, render_quote, render_words, tabulate_parts
from yearbook.ui.view import View, current_view

DECIDED = ("confirmed", "corrected")
LINE_YEAR = re.compile(r"(?P<metric>\S+) (?P<agency>.+) (?P<key>-?\d+) (?P<year>\d{4})", re.ASCII)  # as name_line_year writes it
_REQUEST = "evidence asked for"


def request_evidence(fact_id: str, chart: str | None = None) -> None:
    """Request the evidence panel of a fact at the end of this page run; `chart` is the key of the chart that was clicked."""
    st.session_state[_REQUEST] = (fact_id, chart)


def pop_request() -> str | None:
    """Consume the pending request: its fact_id, for a panel that is already open; None without a request."""
    request = st.session_state.pop(_REQUEST, None)
    return None if request is None else str(request[0])


def show_button(fact_id: str, key: str, label: str | None = None) -> None:
    """A small button that shows the evidence of a fact."""
    view = current_view()
    words = label or view.translate("interface.evidence")
    st.button(words, key=key, icon=":material/quick_reference_all:", type="tertiary", on_click=request_evidence, args=(fact_id,))


def show_if_asked() -> None:
    """Open the panel where a point, card or row requested it; app.py calls this once, after the page."""
    request = st.session_state.pop(_REQUEST, None)
    if request is None:
        return
    view, (fact_id, chart) = current_view(), request
    open_panel(view.translate("interface.evidence_title"), "quick_reference_all", chart)(show_evidence)(view, fact_id)


def open_panel(title: str, icon: str, chart: str | None, width: Literal["medium", "large"] = "medium") -> Any:
    """A dialog at the right edge, as a decorator of what fills it; when it is closed, the chart's selection is cleared."""
    return st.dialog(title, width=width, position="right", icon=f":material/{icon}:", on_dismiss=lambda: clear_selection(chart))


def clear_selection(chart: str | None) -> None:
    """Change the chart's widget key, which clears its selection: the same point can be selected again."""
    if chart is not None:
        st.session_state[f"{chart} turn"] = selection_count(chart) + 1


def selection_count(chart: str) -> int:
    """How often a chart's selection was cleared in this session; part of its widget key."""
    return int(st.session_state.get(f"{chart} turn", 0))


def show_evidence(view: View, fact_id: str) -> None:
    """Everything known of one fact; a notice where this edition does not hold it. A year of a line (name_line_year) will do."""
    line = LINE_YEAR.fullmatch(fact_id)
    if line is not None:
        asked = {**line.groupdict(), "year": int(line["year"]), "settled": view.verified_only}
        fact_id = next(iter(view.ask_cells("line_fact", **asked)["fact_id"]), "")
    found = view.ask("fact", fact_id=fact_id)
    if found.empty:
        st.info(view.translate("interface.evidence_gone"), icon=":material/info:")
        return
    fact = {str(name): value for name, value in found.iloc[0].items()}
    st.caption(f"{name_subject(fact, view.language)} · {format_period(fact['period_start'], fact['period_end'], view.language)}")
    st.metric(str(fact[view.column("metric")]), format_figure(fact, view.language))
    _show_status(view, fact)
    _show_words(view, fact)
    st.markdown(f"**{view.translate('interface.understood')}**")
    st.table(tabulate_fact(view, fact), border="horizontal", hide_header=True, hide_index=True)
    st.markdown(f"**{view.translate('interface.sources')}**")
    for source in list_rows(view.ask("sources", fact_id=fact_id)):
        _show_source(view, source)
    show_link(view, "review", view.translate("review.review_this"), region=view.region, item=fact_id)


def _show_status(view: View, fact: Mapping[str, Any]) -> None:
    status = str(fact["status"])
    with st.container(horizontal=True):
        if status == "unverified":
            st.badge(view.translate("interface.status_unverified"), icon=":material/pending:", color="orange")
        else:
            st.badge(view.translate(f"interface.status_{status}"), icon=":material/verified:", color="green")
        if name_qualifier(str(fact["qualifier"]), view.language):
            st.badge(name_qualifier(str(fact["qualifier"]), view.language), color="blue")
        if bool(fact["demonstration"]):
            st.badge(view.translate("interface.sample"), color="violet")
    st.caption(view.translate(f"interface.status_{status}_about"))
    if status in DECIDED:
        for decision in list_rows(view.ask("decisions").query("fact_id == @fact['fact_id']")):
            st.caption(format_decision(view, decision))


def format_decision(view: View, decision: Mapping[str, Any]) -> str:
    """Who took a decision, when, and why."""
    taken = {"who": decision["who"], "day": f"{pd.Timestamp(decision['decided_at']):%Y-%m-%d}"}
    action, why = name_action(view, str(decision["action"]), decision["report_id"]), str(decision["why"])
    return view.translate("review.decided_why" if why else "review.decided_by", **taken, action=action, why=why)


def name_action(view: View, action: str, report_id: Any) -> str:
    """What was decided, in a word. A figure of the public record, which has no report, is left out, not of another metric."""
    return view.translate("review.action_leave_out" if action == "reject" and is_absent(report_id) else f"review.action_{action}")


def _show_words(view: View, fact: Mapping[str, Any]) -> None:
    """The words in context: from the report where there is one, else the evidence that the record quotes."""
    st.markdown(f"**{view.translate('interface.words')}**")
    st.html(LOOK)
    if is_absent(fact["report_id"]) or is_absent(fact["span_start"]):
        quoted, figure = str(fact["evidence"]), str(fact["value_as_written"])
        st.html(render_quote(*quoted.partition(figure)) if figure else render_quote(quoted, "", ""))
        return
    report_id = str(fact["report_id"])
    text = str(view.ask("report", report_id=report_id)["text"].iloc[0])
    st.html(render_words(text, int(fact["span_start"]), int(fact["span_end"])))
    show_link(view, "reports", view.translate("interface.to_the_words"), report=report_id, fact=str(fact["fact_id"]))


def tabulate_fact(view: View, fact: Mapping[str, Any]) -> pd.DataFrame:
    """How the words were understood, one row (label, value) for each part that has a value."""
    ends = [end for end in (fact["value"], fact["value_max"]) if not is_absent(end)]
    value = " – ".join(f"{end:,.10g}".replace("-", "−") for end in ends)
    parts = {
        "subject": name_subject(fact, view.language),
        "metric": fact[view.column("metric")],
        "kind": view.translate(f"interface.kind_{fact['kind']}"),
        "period": format_period(fact["period_start"], fact["period_end"], view.language),
        "scope": format_scope(fact, view.language),
        "as_written": find_written(fact),
        "value": f"{value}%" if fact["unit"] == "percent" else f"{value} {name_unit(read_unit(fact), view.language)}",
        "agency": fact[view.column("agency")],
        "method": view.translate(f"interface.method_{fact['method']}"),
        "confidence": "" if is_absent(fact["confidence"]) else f"{float(fact['confidence']):.0%}",
        "note": fact["note"],
    }
    return tabulate_parts(view, parts)


def _show_source(view: View, source: Mapping[str, Any]) -> None:
    """Title, kind, date and page; a link only where the address is one of the web."""
    page = "" if is_absent(source["page"]) else f" · {view.translate('interface.page', number=int(source['page']))}"
    st.text(str(source["source_title"]))
    st.caption(f"{source[view.column('agency')]} · {format_source(source, view.language)}{page}")
    url = find_web_address(source["source_url"])
    if url:
        st.link_button(view.translate("interface.open_source"), url, icon=":material/open_in_new:")


def show_origin(view: View, report: Mapping[Any, Any] | pd.Series) -> None:
    """Where a report was fetched, when, and the checksum of what came; nothing of one that somebody brought as a file."""
    if url := find_web_address(report["source_url"]):
        source = view.translate("pages.reports_fetched", url=escape_address(url), day=f"{report['read_at']:%Y-%m-%d}")
        st.caption(f"{source} · SHA-256 {report['report_id']}")
