"""What the product takes from the inside of Streamlit is there, in the version that is installed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata
from inspect import signature
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from tests.web.client import running
from yearbook.catalogue.files import PROJECT
from yearbook.web.server import MIDDLEWARE
from yearbook.web.streamlit_internals import (
    SCRIPTS,
    STATIC,
    SUPPORTED,
    UPLOAD_PATH,
    answer_page,
    keep_theme,
    turn_off_component_discovery,
)

PRIVATE = re.compile(r"streamlit\.(?:runtime|web|proto)\b|\bst\._|_stcore/(?!upload_file)")
OWN = ("yearbook/web/streamlit_internals.py", "yearbook/web/monitoring.py")  # the second counts paths, whatever they are


@pytest.fixture(scope="module")
def page() -> Iterator[str]:
    with running(Starlette(routes=[Route("/", answer_page)], middleware=MIDDLEWARE)) as client:
        yield client.get("/").text


def test_this_is_the_version_that_the_private_names_were_taken_from() -> None:
    assert metadata.version("streamlit") == SUPPORTED, "check each name of streamlit_internals.py, then raise SUPPORTED"


def test_the_private_names_are_there() -> None:
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.web.server.starlette import starlette_server_config, starlette_websocket

    assert hasattr(PagesManager, "uses_pages_directory")
    assert starlette_server_config.USER_COOKIE_NAME == "_streamlit_user"
    assert list(signature(starlette_websocket._get_signed_cookie_with_chunks).parameters) == ["cookies", "cookie_name"]
    routes = Path(starlette_websocket.__file__).with_name("starlette_routes.py").read_text("utf-8")
    assert UPLOAD_PATH.strip("/") in routes


def test_a_start_reads_no_installed_package(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.components.v2 import manifest_scanner
    from streamlit.components.v2.component_manager import BidiComponentManager

    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", manifest_scanner.scan_component_manifests)  # put back
    turn_off_component_discovery()
    asked: list[bool] = []
    monkeypatch.setattr(metadata, "distributions", lambda: asked.append(True) or [])
    BidiComponentManager().discover_and_register_components(start_file_watching=False)
    assert not asked


def test_the_theme_that_is_kept_is_the_one_that_streamlit_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.proto.NewSession_pb2 import CustomThemeConfig
    from streamlit.runtime import app_session

    read = app_session._populate_theme_msg
    monkeypatch.setattr(app_session, "_populate_theme_msg", read)  # put back afterwards
    keep_theme()
    for section in ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar"):
        fresh, kept, again = CustomThemeConfig(), CustomThemeConfig(), CustomThemeConfig()
        read(fresh, section)
        for message in (kept, again):
            app_session._populate_theme_msg(message, section)
            assert message == fresh, section


def test_no_other_module_names_the_inside_of_streamlit() -> None:
    files = [PROJECT / "app.py", *(PROJECT / "pages").rglob("*.py"), *(PROJECT / "yearbook").rglob("*.py")]
    named = {file.relative_to(PROJECT).as_posix() for file in files if PRIVATE.search(file.read_text("utf-8"))}
    assert named - set(OWN) == set()


def test_the_page_says_where_the_server_is_before_streamlits_script_runs(page: str) -> None:
    head, _, body = page.partition("</head>")
    assert head.count("BACKEND_BASE_URL") == 1
    assert body.rstrip().endswith("</html>")


@pytest.mark.parametrize("packing", ["identity", "gzip"])
def test_the_page_has_no_tag_of_streamlits_file(packing: str) -> None:
    with running(Starlette(routes=[Route("/vehicles", answer_page)], middleware=MIDDLEWARE)) as client:
        answer = client.get("/vehicles", accept_encoding=packing)
    assert answer.headers["content-encoding"] == (None if packing == "identity" else "gzip")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["etag"] is None, "a browser would take the page of another version of the program for this one"


def test_all_scripts_that_are_preloaded_exist_and_are_asked_for_once(page: str) -> None:
    asked = re.findall(r'rel="modulepreload" crossorigin href="\./static/js/([^"]+)"', page)
    assert len(asked) == len(set(asked))
    assert all((SCRIPTS / name).is_file() for name in asked)
    for part in ("PlotlyChart", "Selectbox", "withFullScreenWrapper"):
        assert any(name.startswith(f"{part}.") for name in asked)


def test_charts_are_made_ready_once_streamlits_page_says_that_it_is_connected(page: str) -> None:
    (charts,) = re.findall(r'import\("\./static/js/([^"]+)"\)', page)
    assert (SCRIPTS / charts).stat().st_size > 1_000_000
    scripts = "".join(path.read_text("utf-8") for path in SCRIPTS.glob("index.*.js"))
    for name in ("data-test-connection-state", "CONNECTED", "BACKEND_BASE_URL", "__streamlit"):
        assert name in scripts, f"this Streamlit calls {name} otherwise"


def test_a_font_that_the_theme_does_not_name_is_not_fetched(page: str) -> None:
    assert "SourceSans" in (STATIC / "index.html").read_text("utf-8")
    assert "SourceSans" not in page
