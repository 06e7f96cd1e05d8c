"""Streamlit's page as it goes out: it says at once where the server is, and asks for what the product's pages are made of."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yearbook.web.api.lazy_routes import FOR_PROGRAMS

SCRIPTS = Path(st.__file__).parent / "static" / "static" / "js"
PARTS = ("PlotlyChart", "Selectbox", "Multiselect", "Checkbox", "ButtonGroup", "Button", "Html")  # of nearly every page
CHARTS = PARTS[0]  # the greatest by far: half of what a first visit fetches, and half a second to make ready
MARK = b'<script type="module" crossorigin src="./static/js/'  # no other page has it
LARGEST = 100_000  # bytes of a page that may be Streamlit's
UNUSED = re.compile(rb'<link\s[^>]*href="[^"]*SourceSans[^"]*"[^>]*/>')  # the theme names the reader's own fonts
_IMPORTED = re.compile(r"""(?:from|import)\s*["'`]\./([\w.~-]+\.js)["'`]""")

# Streamlit's script looks for its server below the page's own address first, where a page but the first finds nothing.
WHERE = 'window.__streamlit = {BACKEND_BASE_URL: new URL("./", location.href).href}'
# Charts are made ready while the server works out the page, which it does once the browser is connected.
READY = """
const connected = '[data-test-connection-state="CONNECTED"]'
const watch = new MutationObserver(() => {
  if (document.querySelector(connected)) { watch.disconnect(); import("./static/js/CHARTS").catch(() => {}) }
})
watch.observe(document.getElementById("root"), {subtree: true, childList: true, attributeFilter: ["data-test-connection-state"]})
"""


class HtmlPreload:
    """Completes Streamlit's page on its way out; everything else passes as it is. Pure ASGI; stands behind who packs answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not _may_name_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def send_completed(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _may_be_page(message):
                start = message
            elif start is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    whole = complete_page(body) if MARK in body else body
                    headers = MutableHeaders(scope=start)
                    if whole != body:
                        headers["content-length"] = str(len(whole))
                        for name in ("etag", "last-modified", "accept-ranges"):  # they tell of the page as it was
                            del headers[name]
                    await send(start)
                    await send({"type": "http.response.body", "body": whole})

        # Streamlit packs its page too; here it is wanted as it reads.
        plain = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
        await self.app(plain, receive, send_completed)


def complete_page(page: bytes) -> bytes:
    """Streamlit's page with where the server is, and with all that the product's pages are made of asked for."""
    asked = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">\n' for name in _parts() if name.encode() not in page
    )
    charts = next(name for name in _parts() if name.startswith(f"{CHARTS}."))
    added = f"<script>{WHERE}</script>\n{asked}"
    page = UNUSED.sub(b"", page).replace(b"</head>", added.encode() + b"</head>", 1)
    return page.replace(b"</body>", f'<script type="module">{READY.replace("CHARTS", charts)}</script></body>'.encode(), 1)


@cache
def _parts() -> tuple[str, ...]:
    """The files of PARTS and all that they import, the parts themselves first."""
    found = [path.name for part in PARTS for path in sorted(SCRIPTS.glob(f"{part}.*.js"))]
    for name in found:  # grows on the way
        found += [one for one in dict.fromkeys(_IMPORTED.findall((SCRIPTS / name).read_text("utf-8"))) if one not in found]
    return tuple(found)


def _may_name_page(path: str) -> bool:
    """Streamlit answers with its page wherever nothing else is."""
    return "." not in path.rpartition("/")[2] and FOR_PROGRAMS.fullmatch(path) is None


def _may_be_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    small = 0 < int(headers.get("content-length", "0")) <= LARGEST
    return start["status"] == 200 and small and headers.get("content-type", "").startswith("text/html")
