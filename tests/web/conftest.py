"""An installation with three editions, and the addresses for programs as the server gives them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette

from tests.web.client import Client, running
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.warehouse.registry import edition_file
from yearbook.web.api.lazy_routes import LAZY_ROUTES
from yearbook.web.server import MIDDLEWARE


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Edition 1 is gone; 2 holds the record, 3 the sample reports besides, which is the current one."""
    home = Home(tmp_path_factory.mktemp("installation"))
    build_edition(home)
    build_edition(home)
    ingest([PROJECT / "data" / "samples"], home)
    edition_file(home, 1).unlink()
    return home


@pytest.fixture(scope="session")
def server() -> Iterator[Client]:
    with running(Starlette(routes=LAZY_ROUTES, middleware=MIDDLEWARE)) as client:
        yield client


@pytest.fixture
def client(server: Client, installation: Home, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The server over the installation with three editions."""
    return _over(server, installation.root, monkeypatch)


@pytest.fixture
def empty_client(server: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The server while there is no edition yet."""
    return _over(server, tmp_path, monkeypatch)


def _over(server: Client, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("YEARBOOK_DATA", str(folder))
    st.cache_resource.clear()
    st.cache_data.clear()
    return server
