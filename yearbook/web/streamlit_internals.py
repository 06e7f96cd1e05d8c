"""Everything that leans on the inside of Streamlit: its page, its sign-in cookie, its page discovery.

Written for the version that SUPPORTED names; tests/web/test_streamlit_internals.py fails at any other one, so that an upgrade
of Streamlit looks at each name here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse

from yearbook.catalogue.files import PROJECT

SUPPORTED = "1.67.0"
UPLOAD_PATH = "/_stcore/upload_file"
STATIC = Path(st.__file__).parent / "static"
SCRIPTS = STATIC / "static" / "js"
COMPONENTS = ("PlotlyChart", "Selectbox", "Multiselect", "Checkbox", "ButtonGroup", "Button", "Html")  # of nearly every page
UNUSED_FONT = re.compile(r'<link\s[^>]*href="[^"]*SourceSans[^"]*"[^>]*/>')  # the theme names the reader's own fonts
_IMPORTED = re.compile(r"""(?:from|import)\s*["'`]\./([\w.~-]+\.js)["'`]""")

# Streamlit's script looks for its server below the page's own address first, where a page but the first finds nothing.
BASE_URL_SCRIPT = '<script>window.__streamlit = {BACKEND_BASE_URL: new URL("./", location.href).href}</script>\n'
# The chart library is half of what a first visit fetches and half a second to evaluate: done while the server runs the page,
# which begins once the browser is connected.
WARM_UP_SCRIPT = """<script type="module">
const connected = '[data-test-connection-state="CONNECTED"]'
const watch = new MutationObserver(() => {
  if (document.querySelector(connected)) { watch.disconnect(); import("./static/js/CHARTS").catch(() => {}) }
})
watch.observe(document.getElementById("root"), {subtree: true, childList: true, attributeFilter: ["data-test-connection-state"]})
</script>"""


def answer_page(_: Request) -> HTMLResponse:
    """Streamlit's index.html with preloads; Streamlit answers every page's path with the same file."""
    return HTMLResponse(render_page(), headers={"Cache-Control": "no-cache"})


@cache
def render_page() -> str:
    """index.html with the server's address and a modulepreload link for each script of COMPONENTS."""
    page = (STATIC / "index.html").read_text("utf-8")
    scripts = list_scripts()
    links = "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">\n' for name in scripts if name not in page)
    charts = next(name for name in scripts if name.startswith(f"{COMPONENTS[0]}."))
    first = BASE_URL_SCRIPT + (PROJECT / "static" / "history.html").read_text("utf-8")
    page = UNUSED_FONT.sub("", page).replace("</head>", f"{first}{links}</head>", 1)
    return page.replace("</body>", f"{WARM_UP_SCRIPT.replace('CHARTS', charts)}</body>", 1)


def list_scripts() -> tuple[str, ...]:
    """The script files of COMPONENTS and all that they import, the components first."""
    found = [path.name for part in COMPONENTS for path in sorted(SCRIPTS.glob(f"{part}.*.js"))]
    for name in found:  # grows on the way
        found += [one for one in dict.fromkeys(_IMPORTED.findall((SCRIPTS / name).read_text("utf-8"))) if one not in found]
    return tuple(found)


def read_user_cookie(cookie_header: str) -> Mapping[str, Any]:
    """The claims in the cookie of Streamlit's sign-in; empty where its signature is wrong or it holds none."""
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
    from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

    cookies = {name: morsel.value for name, morsel in SimpleCookie(cookie_header).items()}
    signed = _get_signed_cookie_with_chunks(cookies, USER_COOKIE_NAME)
    try:
        claims = json.loads(signed) if signed else {}
    except ValueError:
        return {}
    return claims if isinstance(claims, dict) else {}


def is_history_run() -> bool:
    """Whether the browser's Back or Forward asked for this page run."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def turn_off_page_discovery() -> None:
    """Until a first run of app.py calls st.navigation, Streamlit takes pages/ for its old kind of multipage app, and answers the
    first visitor who follows a link with "Page not found"."""
    from streamlit.runtime.pages_manager import PagesManager

    PagesManager.uses_pages_directory = False


def turn_off_component_discovery() -> None:
    """At each start Streamlit reads what every installed package says of itself, to find components. No page has any of those."""
    from streamlit.components.v2 import manifest_scanner

    manifest_scanner.scan_component_manifests = lambda *_, **__: []


def keep_theme() -> None:
    """Have Streamlit read the theme's settings once: it looks up some three hundred of them at the beginning of each page run."""
    from streamlit.runtime import app_session

    read = app_session._populate_theme_msg
    kept: dict[str, Any] = {}

    def populate(message: Any, section: str = "theme") -> None:
        if section not in kept:
            kept[section] = type(message)()
            read(kept[section], section)
        if kept[section].ByteSize():  # what is merged stands in the message from then on, empty or not
            message.MergeFrom(kept[section])

    app_session._populate_theme_msg = populate  # type: ignore[assignment]
