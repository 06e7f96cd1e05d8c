"""What another site puts into a frame: a page without its menus, or one chart of it; and the HTML that does so."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.installation import read_embedding_sites
from yearbook.ui import url_state as address
from yearbook.ui.view import View

PARAMETER = "chart"  # of the address: the only chart that is shown in a frame
WHOLE = ""
PAGE_HEIGHT, CHART_HEIGHT = 900, 520  # px
_NO_CLASS = re.compile(r"[^a-zA-Z0-9_-]")  # what Streamlit replaces in a key to make a class of it
FRAME = PROJECT / "static" / "frame.css"
_STYLE = (PROJECT / "static" / "frame_chart.css").read_text(encoding="utf-8")


def fit_frame() -> None:
    """Within a frame leave the menus out; where the address names a chart that the page has, the rest of the page too."""
    if not st.context.is_embedded:
        return
    st.html(FRAME)
    chart = str(st.query_params.get(PARAMETER, ""))
    if chart:
        name = _NO_CLASS.sub("-", chart)
        st.html(f"<style>{_STYLE.replace('CHART', f'[class*=st-key-{name}-]')}</style>")


def offer_embedding(view: View, link: str) -> None:
    """The HTML for a frame with this page or one of its charts, where the installation allows some site to embed."""
    if not read_embedding_sites():
        return
    charts = address.current_run().charts
    chosen = st.selectbox(
        view.translate("embedding.what"),
        [WHOLE, *charts],
        key="embed what",
        format_func=lambda key: charts.get(key) or view.translate("embedding.whole"),
    )
    height = CHART_HEIGHT if chosen else PAGE_HEIGHT
    st.code(format_frame(link, chosen or WHOLE, height, view.translate("interface.product")), language=None, wrap_lines=True)


def format_frame(link: str, chart: str, height: int, title: str) -> str:
    """An iframe with a page (`link` has parameters), or with one chart of it by its key."""
    only = f"&{PARAMETER}={chart.replace(' ', '%20')}" if chart else ""
    source = escape(f"{link}{only}&embed=true")
    return f'<iframe src="{source}" title="{escape(title)}" width="100%" height="{height}" style="border:0"></iframe>'
