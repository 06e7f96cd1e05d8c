"""What was understood of a mention, the picture of its page where that was scanned, and where to go on from there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from yearbook.catalogue.files import DataError, home
from yearbook.documents.document import LIMITS, Refusal
from yearbook.documents.reader import ask_worker
from yearbook.store.reports import read_source
from yearbook.ui import evidence
from yearbook.ui.formatting import is_absent
from yearbook.ui.navigation import show_link
from yearbook.ui.text_view import show_mention
from yearbook.ui.view import View

_DRAW = "yearbook.documents.page_picture:draw_page"


def show_mention_panel(view: View, report: Mapping[str, Any], mention: Mapping[str, Any]) -> None:
    """The panel beside a report's text: one of its mentions."""
    report_id = str(report["report_id"])
    show_mention(view, mention, str(report["text"]))
    _show_page_picture(view, report, mention)
    if not is_absent(mention["fact_id"]):
        evidence.show_button(str(mention["fact_id"]), key="evidence of the mention")
    elif mention["role"] == "quantity":
        teach = view.translate("teach.link")
        show_link(view, "teach", teach, region=view.region, report=report_id, mention=int(mention["ordinal"]))
    item = f"{report_id}:{mention['span_start']}:{mention['span_end']}"
    show_link(view, "review", view.translate("review.review_this"), region=view.region, item=item)


def _show_page_picture(view: View, report: Mapping[str, Any], mention: Mapping[str, Any]) -> None:
    """The page on which a mention was recognised, drawn from the source, its words framed; nothing for any other mention."""
    corners = mention.get("corners")  # an edition that was built before scans were read has none
    if not isinstance(corners, (list, np.ndarray)) or len(corners) == 0:
        return
    try:
        content = read_source(home(), str(report["report_id"]))
    except DataError as error:
        st.caption(str(error))
        return
    file = str(report["name"]), str(report["format"]), content
    show_framed_page(view, *file, int(mention["page"]), list(map(float, corners)), "doubtful_scan" in mention["notes"])


def show_framed_page(view: View, name: str, kind: str, content: bytes, page: int, corners: list[float], doubtful: bool) -> None:
    """The picture of a scanned page, drawn from the bytes of its file, with words framed that stand between `corners`."""
    try:
        _, picture = ask_worker(_DRAW, {"name": name, "page": page, "corners": corners}, name, kind.upper(), content, LIMITS)
    except Refusal as refusal:
        st.caption(str(refusal))
        return
    caption = view.translate("interface.page", number=page)
    if doubtful:
        caption += f" · {view.translate('caveats.doubtful_scan')}"
    st.image(picture, caption=caption, width="stretch", alt=caption)
