"""The card of an answer: the figure with its line over the years, its words, and the page that shows it."""

from __future__ import annotations

import math

import streamlit as st

from yearbook.ui import evidence
from yearbook.ui.formatting import escape_markdown, is_absent
from yearbook.ui.navigation import show_link
from yearbook.ui.search.answers import Reply
from yearbook.ui.text_view import LOOK, render_quote
from yearbook.ui.view import View


def show_reply(view: View, reply: Reply) -> None:
    """The answer in a frame; what is missing as a notice, with the nearest that there is."""
    with st.container(border=True, gap="small", key="answer"):
        if reply.answer.state == "missing":
            st.markdown(f":material/search_off: {escape_markdown(reply.sentence)}")
        elif reply.value:
            _show_figure(reply)
        else:
            st.markdown(f"**{escape_markdown(reply.sentence)}**")
        if reply.items:
            st.markdown("\n".join(reply.items))
        for line in reply.lines:
            st.caption(escape_markdown(line))
        _show_words(view, reply)


def _show_figure(reply: Reply) -> None:
    values = list(reply.answer.values)
    st.metric(
        reply.title,
        reply.value,
        chart_data=values or None,
        chart_type="bar" if any(map(math.isnan, values)) else "line",  # a line would lose the years that stand alone
    )
    if values:
        st.markdown(escape_markdown(reply.sentence))


def _show_words(view: View, reply: Reply) -> None:
    """The words of the figure, its source, and the links."""
    row = reply.row
    if row is not None and reply.value and not reply.answer.values and not is_absent(row["evidence"]):
        quoted, figure = str(row["evidence"]), str(row["value_as_written"])
        st.html(LOOK)
        st.html(render_quote(*quoted.partition(figure)) if figure else render_quote(quoted, "", ""))
        st.caption(escape_markdown(str(row["source_title"])))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if reply.page:
            label = "answers.show_nearest" if reply.answer.state == "missing" else "answers.show"
            show_link(view, reply.page, view.translate(label), **reply.parameters)
        if row is not None and st.button(
            view.translate("answers.words"), key="answer evidence", icon=":material/quick_reference_all:", type="tertiary"
        ):
            evidence.request_evidence(str(row["fact_id"]))
            st.rerun()
