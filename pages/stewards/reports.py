"""报告: a report's text with every mention marked by its role; choosing one shows what was understood."""

from functools import partial
from typing import Any

import streamlit as st

from yearbook.ui import evidence
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize
from yearbook.ui.formatting import is_absent
from yearbook.ui.heading import show_heading
from yearbook.ui.navigation import show_link
from yearbook.ui.review.withdrawal import show_left_out, show_withdrawal
from yearbook.ui.sections.mention_panel import show_mention_panel
from yearbook.ui.text_view import LOOK, SCROLL, describe_mention, name_reports, render_report, show_contradicted, show_legend
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "reports")
titles = memoize(name_reports, view.edition, view.build)
show_left_out(view, titles)
if not titles:
    st.info(view.translate("pages.reports_none"), icon=":material/upload_file:")
    st.stop()


def forget_mention() -> None:
    """Another report was chosen: the mention of the one before means nothing in it."""
    for name in ("mention", "fact"):
        st.query_params.pop(name, None)


chosen = address.pick_preferred(
    view.translate("pages.reports_choose"),
    list(titles),
    key="report",
    default=next(iter(titles)),
    spelled_out=True,
    name=titles.__getitem__,
    on_change=forget_mention,
    placeholder=view.translate("interface.choose"),
)
report = view.ask("report", report_id=chosen).iloc[0]
mentions: list[dict[str, Any]] = view.ask("mentions", report_id=chosen).to_dict("records")

about = {
    "publisher": report["publisher"] if is_absent(report[view.column("agency")]) else report[view.column("agency")],
    "report_year": report["report_year"],
    "published_on": None if is_absent(report["published_on"]) else f"{report['published_on']:%Y-%m-%d}",
    "document_number": report["document_number"],
    "index_number": report["index_number"],
    "format": str(report["format"]).upper(),
}
st.subheader(str(report["title"] or report["name"]), anchor=False)
st.caption(
    " · ".join(f"{view.translate(f'pages.reports_{name}')} {value}" for name, value in about.items() if not is_absent(value))
)
evidence.show_origin(view, report)
show_withdrawal(view, report)
st.html(LOOK)
show_legend(view, (mention["role"] for mention in mentions))

pointed, wanted = st.query_params.get("mention"), st.query_params.get("fact")
column, value = ("ordinal", pointed) if pointed else ("fact_id", wanted)
selected = next((mention for mention in mentions if value and str(mention[column]) == value), None)

text, panel = st.columns([2, 1], gap="medium")
with text, st.container(height=640, border=True):
    st.html(
        render_report(
            str(report["text"]),
            mentions,
            page_starts=[int(start) for start in report["page_starts"]],
            chosen=None if selected is None else int(selected["ordinal"]),
            describe=lambda mention: describe_mention(view, mention),
            page_name=lambda number: view.translate("interface.page", number=number),
            address=address.link_to(view.language, region=view.region, report=chosen),
        )
    )
    if selected is not None:
        st.html(SCROLL, unsafe_allow_javascript=True)
with panel, st.container(border=True):
    if selected is None:
        st.markdown(f"**{view.translate('pages.reports_click')}**")
        st.caption(view.translate("pages.reports_accounted", count=len(mentions)))
        show_contradicted(view, mentions, str(report["text"]), partial(show_link, view, "reports", report=chosen))
    else:
        show_mention_panel(view, report, selected)
