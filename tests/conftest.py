"""Fixtures for every test (installations, catalogues, a text reader) and the marks that a test gets from its folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.small_catalogue import write_small_catalogue
from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.files import PROJECT, Home
from yearbook.extraction.extractor import understand_text
from yearbook.extraction.mentions.mention import Mention

if TYPE_CHECKING:  # DuckDB and pandas are imported only by the tests that open an edition
    from yearbook.warehouse.warehouse import Warehouse

# How fast the machine is decides no test.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

Reader = Callable[..., dict[str, Mention]]

TESTS = Path(__file__).parent
MARKS = {  # by folder of tests/; what is in none of them has no mark
    "fast": ("analysis", "catalogue", "charts", "extraction", "project", "records"),
    "pages": ("pages", "ui"),
    "browser": ("browser",),
    "crash": ("crash",),
}
os.environ["LC_ALL"] = "C.UTF-8"  # the command line follows the locale, and tests expect Chinese; processes they start too


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by its folder; one that says it is slow is not part of the fast loop."""
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        for mark, folders in MARKS.items():
            if folder in folders and not (mark == "fast" and item.get_closest_marker("slow")):
                item.add_marker(mark)


@pytest.fixture(autouse=True)
def main_stays_main() -> Iterator[None]:
    """AppTest leaves the page's script in the place of `__main__`, and any process that is spawned later would run it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An installation without reports, decisions and editions."""
    return Home(tmp_path / "data")


@pytest.fixture
def few_metrics(home: Home) -> Home:
    """The same with a catalogue of a few metrics, so that a test may add and change some, whatever metrics ship."""
    write_small_catalogue(home)
    return home


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An installation with one edition, of the public record alone. Only for reading."""
    from yearbook.pipeline.build import build_edition

    home = Home(tmp_path_factory.mktemp("built"))
    build_edition(home)
    return home


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """An edition of the public record and the sample reports. Only for reading."""
    from yearbook.pipeline.ingest import ingest
    from yearbook.warehouse.warehouse import open_warehouse

    home = Home(tmp_path_factory.mktemp("sampled"))
    ingest([PROJECT / "data" / "samples"], home)
    return open_warehouse(home)


@pytest.fixture(scope="session")
def warehouse(built: Home) -> Warehouse:
    from yearbook.warehouse.warehouse import open_warehouse

    return open_warehouse(built)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def read(catalogue: Catalogue) -> Reader:
    """read(text, year=2022, publisher=…) → the mentions by their text (the last where one stands twice)."""

    def read_text(text: str, year: int | None = 2022, publisher: str | None = "湖南省机关事务管理局") -> dict[str, Mention]:
        return {mention.text: mention for mention in understand_text(text, catalogue, publisher, year)[1]}

    return read_text
