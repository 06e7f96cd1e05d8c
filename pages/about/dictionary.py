"""指标词典: every metric with its definition, unit and kind, and how many figures there are."""

import pandas as pd
import streamlit as st

from yearbook.charts.number_format import name_unit
from yearbook.ui.downloads import offer_list
from yearbook.ui.filters.sidebar import choose_topic
from yearbook.ui.heading import show_heading
from yearbook.ui.navigation import show_link
from yearbook.ui.tables import PHONE, leave_room, show_table
from yearbook.ui.view import current_view

WIDTHS = {"metric": 200, "topic": 130, "definition": 270, "unit": 75, "kind": 135, "figures": 75, "agencies": 75}  # px

view = current_view()
show_heading(view, "dictionary")
catalogue, language = view.catalogue, view.language

with st.container(horizontal=True, vertical_alignment="bottom"):
    wanted = st.text_input(
        view.translate("pages.dictionary_search"),
        key="q",
        bind="query-params",
        type="search",
        placeholder=view.translate("pages.dictionary_search_hint"),
    ).strip()
    topic = choose_topic(view, "topic", width=240)

counts = view.ask("metric_counts", region=view.region, settled=view.verified_only).set_index("metric_id")
shown = [
    metric
    for metric in catalogue.metrics.values()
    if topic in ("all", metric.topic)
    and wanted.lower()
    in " ".join((metric.id, metric.name.zh, metric.name.en, *metric.wordings, metric.definition[language])).lower()
]
table = pd.DataFrame(
    {
        "metric": [metric.name[language] for metric in shown],
        "topic": [catalogue.topics[metric.topic].name[language] for metric in shown],
        "definition": [metric.definition[language] for metric in shown],
        "unit": [name_unit(metric.unit, language) for metric in shown],
        "kind": [view.translate(f"interface.kind_{metric.kind}") for metric in shown],
    }
).join(counts.reindex([metric.id for metric in shown])[["figures", "agencies"]].fillna(0).astype("int64").reset_index(drop=True))
counted = view.translate("pages.dictionary_count", shown=len(shown), all=len(catalogue.metrics))
st.caption(counted)
if not shown:
    st.info(view.translate("pages.dictionary_nothing", wanted=wanted), icon=":material/search_off:")
    st.stop()
room = leave_room(table["metric"], PHONE - WIDTHS["metric"])
chosen = show_table(
    view, table, "interface.column", counted, widths=WIDTHS | room["widths"], row_height=room["row_height"], height=520,
    key="metrics", on_select="rerun", selection_mode="single-row",
)  # fmt: skip
offer_list(view, "metrics")
if not chosen:
    st.caption(view.translate("pages.dictionary_choose"))
for row in chosen:
    metric = shown[row]
    with st.container(border=True):
        st.subheader(metric.name[language], anchor=False)
        st.markdown(metric.definition[language])
        st.caption(view.translate("pages.dictionary_wordings", wordings=view.translate("interface.comma").join(metric.wordings)))
        if metric.distinguish_from:
            others = view.translate("interface.comma").join(view.metric_name(other) for other in metric.distinguish_from)
            st.caption(view.translate("pages.dictionary_distinguish", others=others))
        show_link(view, "comparison", view.translate("pages.dictionary_compare"), metric=metric.id)
