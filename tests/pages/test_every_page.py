"""What holds for every page."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import RECORD, SAMPLES, Visit
from yearbook.interface.navigation import PLACES
from yearbook.words import LANGUAGES, say

PAGES = [place.name for place in PLACES]
WIDGETS = ("selectbox", "multiselect", "button_group", "segmented_control", "toggle", "slider", "text_input", "checkbox", "radio")
MOST_WIDGETS = 12
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES_IN_ENGLISH = re.compile(r"CSV|Excel|ZIP|English|TXT|MD|BOM")


def labels_of(app: AppTest) -> list[str]:
    """What the page itself says: titles, labels, captions, buttons; not what reports and sources say."""
    said = [block.value for kind in ("title", "subheader", "caption", "info", "warning") for block in app.get(kind)]
    said += [widget.label for kind in ("selectbox", "multiselect", "toggle", "slider", "text_input") for widget in app.get(kind)]
    said += [widget.placeholder or "" for kind in ("multiselect", "text_input") for widget in app.get(kind)]
    return said + [tab.label for tab in app.tabs] + [button.label for button in app.button]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("edition", [RECORD, SAMPLES], indirect=True, ids=["record", "samples"])
def test_a_page_opens_with_its_title(visit: Visit, page: str, language: str) -> None:
    app = visit(page, lang=language)
    assert not app.exception
    assert not app.error
    assert app.title[0].value == say(f"pages.{page}", "zh" if language == "zh" else "en")


@pytest.mark.parametrize("page", PAGES)
def test_a_chinese_page_speaks_chinese(visit: Visit, page: str) -> None:
    app = visit(page)
    letters = {label: re.sub(r"`[^`]*`", "", NAMES_IN_ENGLISH.sub("", label)) for label in labels_of(app)}
    assert [label for label, rest in letters.items() if re.search(r"[A-Za-z]{2,}", rest) and not CHINESE.search(rest)] == []


@pytest.mark.parametrize("page", PAGES)
def test_an_english_page_speaks_english(visit: Visit, page: str) -> None:
    assert [label for label in labels_of(visit(page, lang="en")) if CHINESE.search(label)] == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("edition", [SAMPLES], indirect=True, ids=["samples"])
def test_a_page_is_no_wall_of_widgets(visit: Visit, page: str) -> None:
    app = visit(page, region="990000")
    assert sum(len(app.get(kind)) for kind in WIDGETS) <= MOST_WIDGETS


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
    assert app.title[0].value == say(f"pages.{page}", "zh")


@pytest.mark.parametrize("page", PAGES)
def test_a_region_without_figures_is_no_error(visit: Visit, page: str) -> None:
    """All that 哈密 has is to be verified."""
    app = visit(page, region="650500", verified="true")
    assert not app.exception


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("edition", [SAMPLES], indirect=True, ids=["samples"])
def test_an_edition_with_samples_says_so(visit: Visit, page: str) -> None:
    assert say("interface.demonstration", "zh") in [warning.value for warning in visit(page).warning]


@pytest.mark.parametrize("page", PAGES)
def test_an_edition_of_the_record_is_no_demonstration(visit: Visit, page: str) -> None:
    assert not visit(page).warning
