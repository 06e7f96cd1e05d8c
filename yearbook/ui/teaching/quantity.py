"""The quantity that is taught: chosen by the address or from a table of all that no metric claims, and shown with its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from yearbook.catalogue.files import home
from yearbook.catalogue.samples import catalogue_for
from yearbook.extraction.context_preview import ContextPreview, preview_context
from yearbook.extraction.linking.metric_scoring import RELATIVE
from yearbook.pipeline.teaching.impact import Reader
from yearbook.pipeline.teaching.stored_texts import StoredText, list_texts
from yearbook.ui import url_state as address
from yearbook.ui.evidence import REPORTS
from yearbook.ui.formatting import is_absent, list_rows
from yearbook.ui.text_view import LOOK, render_words
from yearbook.ui.view import View

MOST = 500  # quantities that the table lists


@dataclass(frozen=True, slots=True)
class Sample:
    """A quantity of a stored report.

    `claimed_by` is the metric that the catalogue in use gives it, whatever the edition says; `beside` that of the figure
    nearest to it that has one.
    """

    stored: StoredText
    mention: Mapping[str, Any]
    vicinity: ContextPreview
    claimed_by: str | None
    beside: str | None
    region: str  # of the report

    @property
    def start(self) -> int:
        return int(self.mention["span_start"])

    @property
    def key(self) -> str:
        """A name for it among the widgets of the page."""
        return f"{self.stored.text_id[:12]} {self.mention['ordinal']}"


@st.cache_resource(show_spinner=False, max_entries=2)
def stored_texts(edition: int) -> tuple[Reader, tuple[StoredText, ...]]:
    """The stored reports and their reader, as long as the edition stands: a report that comes in makes another one."""
    del edition
    return Reader(home()), list_texts(home())


def find_sample(view: View) -> Sample | None:
    """The quantity that the address names; None, with words where it names something else."""
    report_id, ordinal = st.query_params.get("report"), st.query_params.get("mention")
    if not report_id or not ordinal:
        return None
    rows = list_rows(view.ask("mentions", report_id=report_id))
    mention = next((row for row in rows if str(row["ordinal"]) == ordinal), None)
    reader, texts = stored_texts(view.edition)
    stored = next((text for text in texts if text.text_id == report_id), None)
    if mention is None or stored is None:
        st.info(view.translate("teach.gone"), icon=":material/search_off:")
        return None
    catalogue = catalogue_for(home(), stored.demonstration)
    vicinity = preview_context(stored.text, int(mention["span_start"]), catalogue, stored.publisher, stored.year)
    if not is_absent(mention["metric_id"]):
        _say_claimed(view, str(mention["metric_id"]))
    elif mention["role"] != "quantity" or vicinity is None:
        st.info(
            view.translate("teach.no_quantity", role=view.translate(f"interface.role_{mention['role']}")), icon=":material/info:"
        )
    else:
        start, read = int(mention["span_start"]), reader.read(stored)
        claimed_by = next((found.metric for found in read if found.start == start), None)
        nearest = min((found for found in read if found.metric), key=lambda found: abs(found.start - start), default=None)
        region = str(view.ask("report", report_id=report_id)["region_code"].iloc[0])
        return Sample(stored, mention, vicinity, claimed_by, nearest.metric if nearest else None, region)
    return None


def show_unclaimed(view: View) -> None:
    """All quantities that no metric claims; choosing a row teaches it."""
    found = view.ask("unclaimed_quantities", regions=view.regions, left_out=tuple(sorted(RELATIVE)), most=MOST)
    st.subheader(view.translate("teach.of_reports"), anchor=False)
    if found.empty:
        words = "teach.no_reports" if view.ask("reports").empty else "teach.none"
        st.info(view.translate(words), icon=":material/task_alt:")
        return
    rows, count = list_rows(found), int(found["all_quantities"].iloc[0])
    st.caption(view.translate("teach.count" if count == len(rows) else "teach.first_rows", count=count, shown=len(rows)))
    table = pd.DataFrame(
        {
            "figure": ["".join(str(row["figure"]).split()) for row in rows],
            "words": [mark_figure(str(row["words_before"]), str(row["figure"]), str(row["words_behind"])) for row in rows],
            "report": [str(row["title"]) for row in rows],
        }
    )
    st.dataframe(
        table,
        key="unclaimed quantities",
        column_config={
            "figure": st.column_config.TextColumn(view.translate("teach.column_figure"), width=110),
            "words": st.column_config.TextColumn(view.translate("teach.column_words"), width=480),
            "report": st.column_config.TextColumn(view.translate("teach.column_report"), width=300),
        },
        hide_index=True,
        height="content" if len(rows) <= 15 else 560,
        on_select=lambda: _choose(rows),
        selection_mode="single-row",
        alt=view.translate("teach.table_alt", count=len(rows)),
    )


def mark_figure(before: str, figure: str, behind: str) -> str:
    """The words on one line, the figure in brackets."""
    return "".join(f"{before}【{figure}】{behind}".split())


def show_sample(view: View, sample: Sample) -> None:
    """The quantity in its words, where it stands, and the ways back."""
    mention = sample.mention
    st.html(LOOK)
    with st.container(border=True):
        st.caption(f"{sample.stored.title} · {view.translate('interface.page', number=int(mention['page']))}")
        st.html(render_words(sample.stored.text, sample.start, int(mention["span_end"])))
        with st.container(horizontal=True, vertical_alignment="center"):
            target = address.link_to(
                view.language, region=view.region, report=sample.stored.text_id, mention=int(mention["ordinal"])
            )
            label = view.translate("teach.to_report")
            st.page_link(REPORTS, label=label, icon=":material/description:", query_params=target, help="")
            st.button(view.translate("teach.another"), icon=":material/list:", type="tertiary", on_click=choose_another)


def choose_another() -> None:
    """Leave the quantity: the table shows again."""
    for name in ("report", "mention"):
        st.query_params.pop(name, None)


def _choose(rows: list[dict[str, Any]]) -> None:
    state: Any = st.session_state.get("unclaimed quantities")
    chosen = state.selection.rows if state else []
    if chosen and chosen[0] < len(rows):
        row = rows[chosen[0]]
        st.query_params["report"], st.query_params["mention"] = str(row["report_id"]), str(row["ordinal"])


def _say_claimed(view: View, metric_id: str) -> None:
    st.info(view.translate("teach.claimed", metric=view.metric_name(metric_id)), icon=":material/check_circle:")
