"""The region and its peers, remembered for the reader's next visit by a cookie of their own browser."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote

import streamlit as st

from yearbook.catalogue.files import PROJECT
from yearbook.ui.filters.peers import LEVEL
from yearbook.ui.view import NATION, View

COOKIE = "yearbook_region"
KEPT = ("region", "peers", "benchmarks")
PART, ITEM = "/", "+"  # between the three, and between benchmarks; neither stands in a quoted code
MOST = 40  # benchmarks: a browser keeps 4 KB
UNASKED = frozenset({"lang", "edition"})  # parameters that say nothing of the region


def recall_region() -> None:
    """Begin a visit at the remembered region, unless the address asks for something: a link shows to everybody the same."""
    if KEPT[0] not in st.session_state and UNASKED.issuperset(st.query_params):
        st.session_state.update(read_cookie(st.context.cookies.get(COOKIE, "")))


def remember_region(view: View) -> None:
    """Keep the choice in the browser, or forget it where it is the nation; and on a phone close the drawer after any choice."""
    script = (PROJECT / "static" / "choice.html").read_text("utf-8")
    chosen = f"{view.language} {view.verified_only}"
    st.html(
        script.replace("COOKIE", f"{COOKIE}={write_cookie(view)}")
        .replace("SECONDS", str(0 if view.region == NATION and view.peers == LEVEL else 31_536_000))
        .replace("CHOSEN", chosen),
        unsafe_allow_javascript=True,
    )


def write_cookie(view: View) -> str:
    """430000/own/130000-goa+340000-goa, each code percent-encoded."""
    benchmarks = ITEM.join(quote(code, "") for code in view.benchmarks[:MOST])
    return PART.join((quote(view.region, ""), quote(view.peers, ""), benchmarks))


def read_cookie(value: str) -> Mapping[str, str | list[str]]:
    """What write_cookie wrote, by the keys of the choices; empty for anything else. Codes that an edition lacks are no choice."""
    parts = value.split(PART)
    if len(parts) != len(KEPT) or not parts[0]:
        return {}
    region, peers, benchmarks = parts
    return {
        "region": unquote(region),
        "peers": unquote(peers),
        "benchmarks": [unquote(code) for code in benchmarks.split(ITEM) if code],
    }
