"""What the address of a page asks for in vain is said on the page, with what is near it; nothing is ignored in silence."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit
from yearbook.ui.auth.roles import SQL_HERE, STEWARD_HERE
from yearbook.ui.navigation import PLACES

PAGES = [place.name for place in PLACES]


def notes(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(caption.value for caption in app.caption if ":material/info:" in caption.value)


@pytest.fixture(autouse=True)
def everything_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STEWARD_HERE, "1")
    monkeypatch.setenv(SQL_HERE, "1")


@pytest.mark.parametrize("page", PAGES)
def test_a_parameter_and_a_region_that_there_are_not_are_named_on_every_page(visit: Visit, page: str) -> None:
    said = notes(visit(page, regionn="430000", region="430001"))
    assert "regionn" in said
    assert "是否指 region？" in said
    assert "region=430001" in said
    assert "全国" in said
    assert "（430000）" in said


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_nothing_where_it_takes_all_that_the_address_says(visit: Visit, page: str) -> None:
    assert notes(visit(page, region="430000", lang="en", verified="true")) == ""


@pytest.mark.parametrize(
    ("page", "parameter", "code", "near"),
    [
        ("comparison", "metric", "vehicles.flet", "vehicles.fleet"),
        ("year_on_year", "metric", "vehicles.flying", ""),
        ("vehicles", "year", "1066", ""),
        ("profile", "agency", "430000-gao", "430000-goa"),
        ("explore", "agency", "湖南省机关事务管理局", "430000-goa"),
        ("explore", "topic", "energyy", "energy"),
        ("coverage", "topic", "公务用车", "vehicles"),
        ("overview", "lang", "de", ""),
    ],
)
def test_an_unknown_code_is_named_with_the_nearest(visit: Visit, page: str, parameter: str, code: str, near: str) -> None:
    said = notes(visit(page, **{parameter: code}))
    assert f"{parameter}=" in said
    assert near in said


def test_what_the_address_says_is_shown_as_text(visit: Visit) -> None:
    said = notes(visit("overview", **{"region": "[x](http://evil)", "<b>": "1"}))
    assert "[x](" not in said
    assert "<b>" not in said


def test_english_notes_are_english(visit: Visit) -> None:
    assert "The address asks for region=1, which this page does not offer." in notes(visit("overview", lang="en", region="1"))


@pytest.mark.parametrize(
    ("page", "old", "code", "new"),
    [
        ("explore", "topics", "energy", "topic"),
        ("coverage", "coverage_topic", "energy", "topic"),
        ("explore", "levels", "province", "level"),
    ],
)
def test_an_old_link_opens_the_same_view(visit: Visit, page: str, old: str, code: str, new: str) -> None:
    app = visit(page, **{old: code})
    assert notes(app) == ""
    assert app.query_params[new] in (code, [code])
    assert old not in app.query_params
