"""An installation of its own for each test, and one with the first edition for tests that only read."""

from __future__ import annotations

from pathlib import Path

import pytest

from yearbook.data import Home
from yearbook.warehouse.editions.build import build_edition
from yearbook.warehouse.warehouse import Warehouse, open_warehouse


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "data")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An installation with one edition, of the public record alone. Only for reading."""
    home = Home(tmp_path_factory.mktemp("built"))
    build_edition(home)
    return home


@pytest.fixture(scope="session")
def warehouse(built: Home) -> Warehouse:
    return open_warehouse(built)
