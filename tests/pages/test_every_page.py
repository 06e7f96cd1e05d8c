"""Rules of all pages, tried on every page that navigation lists: a new page is held to them by being listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from getpass import getuser
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import RECORD, SAMPLES, Visit, open_sharing
from tests.pages.said import TABLES, all_cells, all_said
from yearbook.catalogue.files import PROJECT, Home
from yearbook.catalogue.messages import LANGUAGES, translate
from yearbook.documents.formats import list_formats
from yearbook.ui.navigation import PLACES
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import open_warehouse

PAGES = [place.name for place in PLACES]
UNFILTERED = {  # pages that the region and the switch 待核实 do not filter, and why; every other page obeys both
    "sql": "asks what is typed",
    "reports": "lists reports, which are read whole",
    "import": "looks at what is brought in",
    "draft": "looks at what is dropped there",
    "review": "goes through all doubts",
    "teach": "goes through all unclaimed quantities",
    "dictionary": "describes the catalogue",
    "editions": "describes editions",
}
FILTERED = [page for page in PAGES if page not in UNFILTERED]
WIDGETS = ("selectbox", "multiselect", "button_group", "segmented_control", "toggle", "slider", "text_input", "checkbox", "radio")
MOST_WIDGETS = 12
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2,}")
KNOWN_IN_CHINESE = re.compile(  # names that Chinese has no other word for: formats, programs, keys
    rf"\b(?:{list_formats('|').replace(' ', '|')}|EML|PPTX|Word|robots|txt|English|JSON|ZIP|PNG|SVG|UTF|BOM|Parquet"
    r"|DuckDB|SQL|SELECT|API|pandas|YAML|MB|GB|Ctrl|Enter)\b"
)
KNOWN_IN_ENGLISH = ("中文",)  # the switch names each language in itself
CELLS_QUOTED = ("evidence", "source_title", "note")
QUOTING_CELLS = ("sql", "reports", "review", "teach")
BEHIND_MORE = ("expandable", "popover", "dialog")


@pytest.fixture
def open_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages of stewards and analysts have much to say only where they may be used."""
    monkeypatch.setenv("YEARBOOK_STEWARD", "1")
    monkeypatch.setenv("YEARBOOK_SQL", "1")


@pytest.fixture
def quoted(data_folder: Path, edition: int) -> list[str]:
    """What pages quote in the language it was written in, the longest first."""
    with open_warehouse(Home(data_folder), edition) as warehouse:
        facts = warehouse.facts(Filters(facts=()))
        reports = [warehouse.ask("report", report_id=report_id) for report_id in warehouse.ask("reports")["report_id"]]
        record = warehouse.facts(Filters(regions=("990000",)))
        targets = warehouse.ask("targets", regions=[], agencies=[], invented=True, settled=False)
    words = {str(value) for frame in (facts, record, targets) for column in CELLS_QUOTED for value in frame[column].dropna()}
    for report in reports:
        words |= {
            str(value) for column in ("title", "name", "document_number", "index_number") for value in report[column].dropna()
        }
    words |= {file.name for file in (PROJECT / "data" / "samples").iterdir()}
    words |= {str(value) for frame in (facts, record) for value in frame["value_as_written"] + frame["unit_as_written"]}
    return sorted({*words, getuser()}, key=len, reverse=True)


def in_own_words(app: AppTest, page: str, quoted: list[str]) -> list[str]:
    """What the page says without what it quotes: words of reports, titles of sources, what SQL calls the columns of tables."""
    said = []
    cells = [cell for cell in all_cells(app) if not any(cell in quote for quote in quoted)]
    for words in all_said(app) if page in QUOTING_CELLS else [*all_said(app), *cells]:
        for quote in quoted:
            words = words.replace(quote, " ") if len(quote) > 3 else words
        said.append(words)
    return said


def shown_at_once(block: Any) -> Iterator[Any]:
    """The elements of a page that stand there before anything is opened."""
    for child in block.children.values():
        if hasattr(child, "children"):
            if child.type not in BEHIND_MORE:
                yield from shown_at_once(child)
        else:
            yield child


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("edition", [RECORD, SAMPLES], indirect=True, ids=["record", "samples"])
def test_a_page_opens_with_its_title(visit: Visit, page: str, language: str) -> None:
    app = visit(page, lang=language)
    assert not app.exception
    assert not app.error
    assert app.title[0].value == translate(f"pages.{page}", "zh" if language == "zh" else "en")


@pytest.mark.usefixtures("open_all")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("edition", [SAMPLES], indirect=True, ids=["samples"])
def test_a_chinese_page_has_no_stray_word_of_english(visit: Visit, page: str, quoted: list[str]) -> None:
    said = in_own_words(open_sharing(visit(page)), page, quoted)
    assert len(said) > 10
    assert {word: words[:80] for words in said for word in LATIN.findall(KNOWN_IN_CHINESE.sub("", words))} == {}


@pytest.mark.usefixtures("open_all")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("edition", [SAMPLES], indirect=True, ids=["samples"])
def test_an_english_page_has_no_stray_word_of_chinese(visit: Visit, page: str, quoted: list[str]) -> None:
    said = in_own_words(open_sharing(visit(page, lang="en")), page, quoted)
    assert len(said) > 10
    assert [words[:80] for words in said if CHINESE.search(words) and words not in KNOWN_IN_ENGLISH] == []


@pytest.mark.usefixtures("open_all")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("edition", [SAMPLES], indirect=True, ids=["samples"])
def test_a_page_is_no_wall_of_widgets(visit: Visit, page: str) -> None:
    app = visit(page, region="990000")
    shown = [element.type for part in app._tree.children.values() for element in shown_at_once(part)]
    assert len(shown) > 3
    assert len([kind for kind in shown if kind in WIDGETS]) <= MOST_WIDGETS


@pytest.mark.parametrize("page", PAGES)
def test_nonsense_in_the_address_is_no_error(visit: Visit, page: str) -> None:
    nonsense = {
        "region": "x",
        "metric": "x",
        "group": "x",
        "year": "x",
        "lang": "xx",
        "agencies": ["x"],
        "report": "x",
        "of": "9",
    }
    app = visit(page, **nonsense)
    assert not app.exception
    assert app.title[0].value == translate(f"pages.{page}", "zh")


@pytest.mark.parametrize("page", PAGES)
def test_a_region_without_figures_is_no_error(visit: Visit, page: str) -> None:
    """All that 哈密 has is to be verified."""
    app = visit(page, region="650500", verified="true")
    assert not app.exception


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("edition", [SAMPLES], indirect=True, ids=["samples"])
def test_a_page_that_shows_samples_says_so(visit: Visit, page: str) -> None:
    assert translate("interface.demonstration", "zh") in [warning.value for warning in visit(page, region="990000").warning]


@pytest.mark.parametrize("page", ["overview", "profile", "explore"])
@pytest.mark.parametrize("edition", [SAMPLES], indirect=True, ids=["samples"])
def test_a_page_that_shows_none_does_not(visit: Visit, page: str) -> None:
    assert not visit(page).warning


@pytest.mark.parametrize("page", PAGES)
def test_an_edition_of_the_record_is_no_demonstration(visit: Visit, page: str) -> None:
    assert not visit(page).warning


def test_what_is_exempt_from_the_filters_is_a_page() -> None:
    assert UNFILTERED.keys() <= set(PAGES)


def shown_by(app: AppTest) -> list[str]:
    """What a page shows: words, cells and charts with their data; not the sidebar and the choices that widgets offer."""
    assert not app.exception
    nodes = [node for node in app.main if node.type not in WIDGETS]
    charts = [node.proto.spec for node in nodes if node.type == "plotly_chart"]
    tables = [node.value.to_csv() for node in nodes if node.type in TABLES]
    return [*all_said(app, nodes), *charts, *tables]


@pytest.mark.parametrize("page", FILTERED)
def test_a_page_honours_the_region(visit: Visit, page: str) -> None:
    assert shown_by(visit(page, region="100000")) != shown_by(visit(page, region="430000"))


@pytest.mark.parametrize("page", FILTERED)
def test_a_page_leaves_out_what_is_to_be_verified(visit: Visit, page: str) -> None:
    """All that 哈密 has is to be verified: a page that shows the same with the switch on ignores it."""
    assert shown_by(visit(page, region="650500")) != shown_by(visit(page, region="650500", verified="true"))


@pytest.mark.parametrize("page", FILTERED)
@pytest.mark.parametrize("edition", [SAMPLES], indirect=True, ids=["samples"])
def test_a_page_shows_no_invented_body_among_real_ones(visit: Visit, page: str, data_folder: Path, edition: int) -> None:
    with open_warehouse(Home(data_folder), edition) as warehouse:
        agencies = warehouse.ask("agencies")
    invented = set(agencies.loc[agencies["demonstration"], "name_zh"]) | set(agencies.loc[agencies["demonstration"], "short_zh"])
    assert invented
    shown = [words for words in shown_by(visit(page)) if any(name in words for name in invented)]
    assert shown == []
