"""Sizes and shapes of files: one idea a file, one screen a query, one short script a page."""

from __future__ import annotations

import re
from pathlib import Path

from yearbook.catalogue.files import PROJECT

QUERIES = sorted([*(PROJECT / "queries").rglob("*.sql"), *(PROJECT / "benchmarks").rglob("*.sql")])
ASKED = [query for query in QUERIES if query.parent.name == "pages"]
PAGES = sorted((PROJECT / "pages").rglob("*.py"))
MODULES = sorted([*(PROJECT / "yearbook").rglob("*.py"), *(PROJECT / "benchmarks").rglob("*.py")])

MOST_IN_MODULE, MOST_IN_QUERY, MOST_IN_PAGE, MOST_IN_FOLDER = 300, 80, 90, 15  # lines; modules
LAST_LINE = re.compile(r"^select \* from (\w+)\b")
STEPS = re.compile(r"^(?:with )?(\w+) as (?:materialized )?\($", re.MULTILINE)


def test_no_module_is_longer_than_one_idea() -> None:
    assert _too_long(MODULES, MOST_IN_MODULE) == [], "give the second idea in it a module of its own, named by a noun"


def test_no_query_is_longer_than_a_screen() -> None:
    assert _too_long(QUERIES, MOST_IN_QUERY) == [], (
        "make its first steps a table of the build (queries/build/) or a second question"
    )


def test_no_page_is_longer_than_a_short_script() -> None:
    assert _too_long(PAGES, MOST_IN_PAGE) == [], "move what is drawn or asked twice into yearbook/ui/sections"


def test_no_folder_has_more_modules_than_one_can_overlook() -> None:
    folders = {file.parent for file in MODULES}
    counts = {_name(folder): len([file for file in folder.glob("*.py") if file.name != "__init__.py"]) for folder in folders}
    crowded = {name: count for name, count in counts.items() if count > MOST_IN_FOLDER}
    assert crowded == {}, "merge modules that share an idea, or give a room of them a folder"


def test_every_page_lies_one_folder_below_pages() -> None:
    flat = [_name(page) for page in PAGES if page.parent == PROJECT / "pages"]
    assert flat == [], "Streamlit runs a flat pages/*.py by itself, without app.py: move it into a folder"


def test_every_question_of_a_page_says_what_it_answers() -> None:
    silent = [_name(query) for query in ASKED if not query.read_text(encoding="utf-8").startswith("-- ")]
    assert silent == [], "begin the query with a comment that says what it answers"


def test_every_question_of_a_page_ends_with_its_last_step() -> None:
    assert [_name(query) for query in ASKED if not _ends_with_last_step(query)] == [], "end with `select * from <last cte>`"


def _ends_with_last_step(query: Path) -> bool:
    text = query.read_text(encoding="utf-8")
    steps = STEPS.findall(text)
    return not steps or any((found := LAST_LINE.match(line)) and found[1] == steps[-1] for line in text.splitlines())


def _too_long(files: list[Path], most: int) -> list[str]:
    """Each offender with its length, as in "queries/pages/x.sql: 93 lines, at most 80"."""
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    return [f"{_name(file)}: {length} lines, at most {most}" for file, length in lengths.items() if length > most]


def _name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()
