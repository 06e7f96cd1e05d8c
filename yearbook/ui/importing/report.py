"""One report of the inbox: whose it is, its words, and its figures to tick."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, Literal

import streamlit as st

from yearbook.ui.formatting import escape_markdown
from yearbook.ui.importing.comparison import (
    lay_out_figures,
    show_contradictions,
    show_joined,
    show_table,
    show_unclaimed,
    show_versions,
)
from yearbook.ui.importing.inbox import Inbox, Item
from yearbook.ui.importing.particulars import show_particulars
from yearbook.ui.text_view import ROLES, describe_mention, render_legend, render_report
from yearbook.ui.view import View

BOX = 520  # px: the text of a report
SHORT = 500  # code points that need no scrolling
COLOURS: dict[str, Literal["green", "blue", "gray", "orange"]] = {
    "new": "green",
    "version": "blue",
    "known": "gray",
    "unplaced": "orange",
}


def show_report(view: View, inbox: Inbox, item: Item) -> None:
    """All of one report, to be looked through, mended and ticked."""
    prepared = item.prepared
    with st.container(border=True):
        _show_state(view, item)
        show_particulars(view, inbox, item)
    for note in prepared.understood.unread if prepared.understood else ():
        st.warning(view.translate(note.words, what=note.what), icon=":material/visibility_off:")
    if prepared.understood is None:
        if prepared.document is not None:
            with _make_box(prepared.document.text):
                st.html(render_report(prepared.document.text, ()))
        return
    parts: dict[str, tuple[int, Callable[[View, Item], None]]] = {
        "text": (1, _show_text),
        "figures": (len(prepared.understood.figures), _show_figures),
        "unclaimed": (prepared.unclaimed, show_unclaimed),
        "contradictions": (len(prepared.contradictions), show_contradictions),
        "joined": (len(prepared.joined), show_joined),
        "versions": (1 if prepared.other else 0, show_versions),
    }
    shown = {name: part for name, part in parts.items() if part[0]}
    labels = [view.translate(f"import.tab_{name}", count=count) for name, (count, _) in shown.items()]
    for (_, show), tab in zip(shown.values(), st.tabs(labels, key=f"tabs {item.key}"), strict=True):
        with tab:
            show(view, item)


def _show_state(view: View, item: Item) -> None:
    """How the report stands: new, a version of one that is kept, known, or not to be placed yet."""
    prepared = item.prepared
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(view.translate(f"import.state_{prepared.state}"), color=COLOURS[prepared.state])
        if prepared.understood and prepared.understood.report.demonstration:
            st.badge(view.translate("interface.sample"), color="violet")
        st.text(prepared.path)
    if prepared.state == "unplaced":
        st.caption(view.translate("import.unplaced"))
    elif prepared.superseded:
        st.caption(view.translate("import.known_superseded"))
    elif prepared.note is not None:
        st.caption(view.translate("import.known", day=prepared.note.read_at[:10]))
    elif prepared.other is not None:
        st.caption(_describe_other(view, item))
        item.replaces = st.toggle(view.translate("import.replaces"), item.replaces, key=f"replaces {item.key}")


def _describe_other(view: View, item: Item) -> str:
    other = item.prepared.other
    assert other is not None
    way = "copy" if other.same_words else "older" if other.is_newer else "newer"
    return view.translate(f"import.other_{way}", title=escape_markdown(other.report.title), format=other.report.format.upper())


def _show_text(view: View, item: Item) -> None:
    """The words with every numeral marked; a figure that is not ticked is marked as one that no metric claims."""
    understood = item.prepared.understood
    assert understood is not None
    out = {one.fact_id for one in understood.figures if (one.span_start, one.span_end) in item.left_out}
    mentions = [replace(one, role="quantity") if one.fact_id in out else one for one in understood.mentions]
    counts = {role: sum(mention.role == role for mention in mentions) for role in ROLES}
    st.html(
        render_legend(
            {role: view.translate(f"interface.role_{role}_count", count=count) for role, count in counts.items() if count}
        )
    )
    with _make_box(understood.report.text):
        st.html(
            render_report(
                understood.report.text,
                [asdict(mention) for mention in mentions],
                page_starts=understood.report.page_starts,
                describe=lambda mention: describe_mention(view, mention),
                page_name=lambda number: view.translate("interface.page", number=number),
                linked=False,
            )
        )


def _make_box(text: str) -> Any:
    """A box that scrolls where the text is long."""
    return st.container(height=BOX if len(text) > SHORT else "content", border=True)


def _show_figures(view: View, item: Item) -> None:
    """The figures understood, a tick each; what is not ticked does not come in."""
    understood = item.prepared.understood
    assert understood is not None
    figures = understood.figures
    st.caption(view.translate("import.figures_about"))
    ticked = [number for number, one in enumerate(figures) if (one.span_start, one.span_end) not in item.left_out]
    chosen = show_table(
        view, lay_out_figures(view, item, figures), view.translate("import.figures_alt"), key=f"figures {item.key}", ticked=ticked
    )
    item.left_out = {(one.span_start or 0, one.span_end or 0) for number, one in enumerate(figures) if number not in chosen}
