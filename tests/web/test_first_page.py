"""Streamlit's page says where the server is and asks for what pages are made of; other pages go out as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from tests.web.client import Client, running
from yearbook.web.html_preload import SCRIPTS, HtmlPreload

OWN = "<!doctype html><html><head></head><body>说明</body></html>"


def answer_own(_: Request) -> Response:
    return HTMLResponse(OWN, headers={"etag": '"1"'})


def answer_piecewise(_: Request) -> Response:
    return StreamingResponse(iter(("<html>", "页", "</html>")), media_type="text/html")


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    files = create_streamlit_static_handler(str(SCRIPTS.parent.parent), None)
    routes = [Route("/own", answer_own), Route("/piecewise", answer_piecewise), Mount("/", files)]
    middleware = [Middleware(GZipMiddleware, minimum_size=1000), Middleware(HtmlPreload), Middleware(GZipMiddleware)]
    with running(Starlette(routes=routes, middleware=middleware)) as client:
        yield client


@pytest.mark.parametrize("packing", ["identity", "gzip"])
@pytest.mark.parametrize("address", ["/", "/vehicles"])
def test_every_page_says_where_the_server_is_before_streamlits_script_runs(client: Client, address: str, packing: str) -> None:
    answer = client.get(address, accept_encoding=packing)
    head, _, body = answer.text.partition("</head>")
    assert head.count("BACKEND_BASE_URL") == 1
    assert body.rstrip().endswith("</html>")
    assert answer.headers["content-encoding"] == (None if packing == "identity" else "gzip")
    assert answer.headers["etag"] is None, "a browser would take the page of another version of the program for this one"


def test_all_that_is_asked_for_with_the_page_stands_among_streamlits_files_and_is_asked_for_once(client: Client) -> None:
    page = client.get("/").text
    asked = re.findall(r'rel="modulepreload" crossorigin href="\./static/js/([^"]+)"', page)
    assert len(asked) == len(set(asked))
    assert all((SCRIPTS / name).is_file() for name in asked)
    for part in ("PlotlyChart", "Selectbox", "withFullScreenWrapper"):
        assert any(name.startswith(f"{part}.") for name in asked)


def test_charts_are_made_ready_once_streamlits_page_says_that_it_is_connected(client: Client) -> None:
    (charts,) = re.findall(r'import\("\./static/js/([^"]+)"\)', client.get("/").text)
    assert (SCRIPTS / charts).stat().st_size > 1_000_000
    scripts = "".join(path.read_text("utf-8") for path in SCRIPTS.glob("index.*.js"))
    for name in ("data-test-connection-state", "CONNECTED", "BACKEND_BASE_URL", "__streamlit"):
        assert name in scripts, f"this Streamlit calls {name} otherwise"


def test_a_font_that_the_theme_does_not_name_is_not_fetched(client: Client) -> None:
    assert "SourceSans" not in client.get("/").text


@pytest.mark.parametrize(("address", "said"), [("/own", OWN), ("/piecewise", "<html>页</html>")])
def test_other_pages_go_out_as_they_are(client: Client, address: str, said: str) -> None:
    answer = client.get(address)
    assert answer.text == said
    assert answer.headers["etag"] == ('"1"' if address == "/own" else None)
