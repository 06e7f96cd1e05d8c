"""A data folder with two editions: the public record, then the record and the sample reports; the pages run on it from app.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from yearbook.catalogue.files import PROJECT, Home
from yearbook.catalogue.messages import Language, translate
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.ui import share
from yearbook.ui.auth.roles import STEWARD_HERE, guarded
from yearbook.warehouse.registry import rollback

RECORD, SAMPLES = 1, 2
TABBED = ("map", "bodies", "years", "places")  # the keys of charts with a table in another tab
Visit = Callable[..., AppTest]


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    build_edition(Home(folder))
    ingest([PROJECT / "data" / "samples"], Home(folder))
    return folder


@pytest.fixture(autouse=True)
def guarded_server() -> Iterator[None]:
    """As if yearbook's own server ran the pages, which checks where requests come from."""
    guarded.set()
    yield
    guarded.clear()


def use_data(folder: Path, monkeypatch: pytest.MonkeyPatch, *, steward: bool = False) -> None:
    """Have the pages read a data folder, with nothing kept from another; a `steward` may write."""
    monkeypatch.setenv("YEARBOOK_DATA", str(folder))
    if steward:
        monkeypatch.setenv(STEWARD_HERE, "1")
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def edition(request: pytest.FixtureRequest, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """The edition that the pages show: the record's unless the test asks for SAMPLES."""
    number = getattr(request, "param", RECORD)
    rollback(Home(data_folder), number)
    use_data(data_folder, monkeypatch)
    return number


@pytest.fixture
def visit(edition: int) -> Visit:  # noqa: ARG001
    """Open a page as a link would: `visit("explore", region="430000")`."""

    return lambda page="overview", **query: prepare_page(page, **query).run()


def open_tabs(app: AppTest, tab: str = "interface.table", language: Language = "zh") -> AppTest:
    """Turn every chart of the page to its table: only what stands in the open tab is on the page."""
    for chart in TABBED:
        app.session_state[f"{chart} tabs"] = translate(tab, language)
    return app.run()


def open_sharing(app: AppTest) -> AppTest:
    """Open the popover of the heading: what stands in it is made then."""
    app.session_state[share.KEY] = True
    return app.run()


def prepare_page(page: str, **query: str | list[str]) -> AppTest:
    """A page as a link opens it, before its first run."""
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    script = next((PROJECT / "pages").glob(f"*/{page}.py")).relative_to(PROJECT)
    if page != "overview":
        app.switch_page(str(script))
    return app
