"""The quantity that is taught: named by the address or chosen from a table of all unclaimed ones, and shown in its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from yearbook.analysis.comparability import list_rows
from yearbook.catalogue.files import home
from yearbook.catalogue.samples import catalogue_for
from yearbook.extraction.linking.metric_scoring import RELATIVE
from yearbook.extraction.suggestions import ContextPreview, preview_context
from yearbook.pipeline.teaching.impact import Reader, StoredText, list_texts
from yearbook.ui.formatting import is_absent
from yearbook.ui.navigation import show_link
from yearbook.ui.tables import selected_row, show_table
from yearbook.ui.text_view import LOOK, render_words
from yearbook.ui.view import View

MOST = 500  # quantities that the table lists
SHORT = 15  # rows that need no scrolling
WIDTHS = {"figure": 110, "words": 480, "report": 300}  # px
_TABLE = "unclaimed quantities"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity of a stored report that no metric of the edition claims."""

    stored: StoredText
    mention: Mapping[str, Any]  # a row of queries/pages/mentions.sql
    context: ContextPreview
    claimed_by: str | None  # the metric that the catalogue in use gives it by now
    nearest: str | None  # the metric of the nearest figure that has one
    region: str  # of the report

    @property
    def start(self) -> int:
        return int(self.mention["span_start"])

    @property
    def key(self) -> str:
        """Part of the keys of the page's widgets."""
        return f"{self.stored.text_id[:12]} {self.mention['ordinal']}"


@st.cache_resource(show_spinner=False, max_entries=2)
def stored_texts(edition: int) -> tuple[Reader, tuple[StoredText, ...]]:
    """The stored reports and their reader; `edition` is the cache key, since a new report makes a new edition."""
    del edition
    return Reader(home()), list_texts(home())


def find_quantity(view: View) -> Quantity | None:
    """The quantity that the address names (`report`, `mention`); None, with a notice, where it names something else."""
    report_id, ordinal = st.query_params.get("report"), st.query_params.get("mention")
    if not report_id or not ordinal:
        return None
    mention = next((row for row in list_rows(view.ask("mentions", report_id=report_id)) if str(row["ordinal"]) == ordinal), None)
    reader, texts = stored_texts(view.edition)
    stored = next((text for text in texts if text.text_id == report_id), None)
    if mention is None or stored is None:
        st.info(view.translate("teach.gone"), icon=":material/search_off:")
        return None
    start, catalogue = int(mention["span_start"]), catalogue_for(home(), stored.demonstration)
    context = preview_context(stored.text, start, catalogue, stored.publisher, stored.year)
    if not is_absent(mention["metric_id"]):
        claimed = view.translate("teach.claimed", metric=view.metric_name(str(mention["metric_id"])))
        st.info(claimed, icon=":material/check_circle:")
        return None
    if mention["role"] != "quantity" or context is None:
        role = view.translate(f"interface.role_{mention['role']}")
        st.info(view.translate("teach.no_quantity", role=role), icon=":material/info:")
        return None
    read = reader.read(stored)
    claimed_by = next((one.metric for one in read if one.start == start), None)
    nearest = min((one for one in read if one.metric), key=lambda one: abs(one.start - start), default=None)
    region = str(view.ask("report", report_id=report_id)["region_code"].iloc[0])
    return Quantity(stored, mention, context, claimed_by, nearest.metric if nearest else None, region)


def show_unclaimed(view: View) -> None:
    """A table of the quantities that no metric claims; choosing a row teaches it."""
    found = view.ask("unclaimed_quantities", regions=view.regions, left_out=tuple(sorted(RELATIVE)), most=MOST)
    st.subheader(view.translate("teach.of_reports"), anchor=False)
    if found.empty:
        words = "teach.no_reports" if view.ask("reports").empty else "teach.none"
        st.info(view.translate(words), icon=":material/task_alt:")
        return
    shown, count = len(found), int(found["all_quantities"].iloc[0])
    st.caption(view.translate("teach.count" if count == shown else "teach.first_rows", count=count, shown=shown))
    quoted = found[["words_before", "figure", "words_behind"]].astype(str)
    table = pd.DataFrame(
        {
            "figure": quoted["figure"].str.replace(r"\s", "", regex=True),
            "words": [bracket_figure(*words) for words in quoted.itertuples(index=False)],
            "report": found["title"],
        }
    )
    show_table(
        view, table, "teach.column", view.translate("teach.table_alt", count=shown), widths=WIDTHS, key=_TABLE,
        height="content" if shown <= SHORT else 560, on_select=lambda: _choose_row(found), selection_mode="single-row",
    )  # fmt: skip


def bracket_figure(before: str, figure: str, behind: str) -> str:
    """The words on one line, the figure in brackets."""
    return "".join(f"{before}【{figure}】{behind}".split())


def show_quantity(view: View, quantity: Quantity) -> None:
    """The quantity in its words, where it stands, and the ways back."""
    stored, mention = quantity.stored, quantity.mention
    st.html(LOOK)
    with st.container(border=True):
        st.caption(f"{stored.title} · {view.translate('interface.page', number=int(mention['page']))}")
        st.html(render_words(stored.text, quantity.start, int(mention["span_end"])))
        with st.container(horizontal=True, vertical_alignment="center"):
            show_report_link(view, stored.text_id, int(mention["ordinal"]))
            st.button(view.translate("teach.another"), icon=":material/list:", type="tertiary", on_click=leave_quantity)


def show_report_link(view: View, report_id: str, ordinal: int) -> None:
    """A link to a mention in its report."""
    show_link(view, "reports", view.translate("teach.to_report"), region=view.region, report=report_id, mention=ordinal)


def leave_quantity() -> None:
    """Clear the address, so that the table shows again."""
    for name in ("report", "mention"):
        st.query_params.pop(name, None)


def _choose_row(found: pd.DataFrame) -> None:
    chosen = selected_row(_TABLE, len(found))
    if chosen is not None:
        row = found.iloc[chosen]
        st.query_params["report"], st.query_params["mention"] = str(row["report_id"]), str(row["ordinal"])
