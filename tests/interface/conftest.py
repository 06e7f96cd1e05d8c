"""An installation with three editions, and the addresses for programs as the server gives them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette

from tests.interface.client import Client, running
from yearbook.data import PROJECT, Home
from yearbook.interface.addresses.routes import ROUTES
from yearbook.interface.serving.server import MIDDLEWARE
from yearbook.warehouse.editions.build import build_edition
from yearbook.warehouse.editions.numbered import edition_file
from yearbook.warehouse.reports.ingest import ingest


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
    with running(Starlette(routes=ROUTES, middleware=MIDDLEWARE)) as client:
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
