"""Small files with whole ideas: how long a query and a page may be, and how a query is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yearbook.catalogue.files import PROJECT

QUERIES = sorted((PROJECT / "queries").rglob("*.sql"))
ASKED = [query for query in QUERIES if query.parent.name == "pages"]
PAGES = sorted((PROJECT / "pages").rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("query", QUERIES, ids=_name)
def test_a_query_fits_on_a_screen(query: Path) -> None:
    assert len(query.read_text(encoding="utf-8").splitlines()) <= 80


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_page_is_a_short_script(page: Path) -> None:
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 90


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_page_lies_one_folder_below(page: Path) -> None:
    """Streamlit runs a flat pages/*.py by itself, without app.py."""
    assert page.parent != PROJECT / "pages"


@pytest.mark.parametrize("query", ASKED, ids=_name)
def test_a_query_says_what_it_answers(query: Path) -> None:
    assert query.read_text(encoding="utf-8").startswith("-- ")


@pytest.mark.parametrize("query", ASKED, ids=_name)
def test_what_a_page_asks_ends_with_its_last_step(query: Path) -> None:
    text = query.read_text(encoding="utf-8").strip()
    steps = re.findall(r"^(?:with )?(\w+) as (?:materialized )?\($", text, re.MULTILINE)
    if steps:
        assert re.search(rf"^select \* from {steps[-1]}\b", text, re.MULTILINE)
