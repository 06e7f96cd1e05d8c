"""Links that keep to an edition: the same figures later, and plain words where that edition is gone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, open_sharing, use_data
from tests.recorded import FIGURES
from yearbook.catalogue.files import PROJECT, Home
from yearbook.catalogue.messages import LANGUAGES, translate
from yearbook.pipeline.build import build_edition
from yearbook.ui.auth.roles import STEWARD_HERE
from yearbook.ui.navigation import PLACES
from yearbook.warehouse.registry import edition_file, rollback

CITED = ["overview", "vehicles", "energy", "comparison", "year_on_year", "coverage", "explore", "dictionary"]
CITED_PAGES = [place.name for place in PLACES if place.name in CITED]


@pytest.fixture(scope="session")
def four_editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation whose record loses a third of its figures with each of the editions 2, 3 and 4."""
    folder = tmp_path_factory.mktemp("four")
    build_edition(Home(folder))
    shutil.copytree(PROJECT / "data" / "record", folder / "record")
    figures = folder / "record" / "figures.csv"
    for _ in range(3):
        heading, *rows = figures.read_text(encoding="utf-8").splitlines()
        figures.write_text("\n".join([heading, *(row for number, row in enumerate(rows) if number % 3)]) + "\n", encoding="utf-8")
        build_edition(Home(folder))
    return folder


@pytest.fixture
def edition(four_editions: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The pages over those editions; the newest is the current one."""
    rollback(Home(four_editions), 4)
    use_data(four_editions, monkeypatch)
    yield 4
    st.cache_data.clear()
    st.cache_resource.clear()


def shown(app: AppTest) -> dict[str, Any]:
    """Every figure on the page: cards, charts, tables."""
    return {
        "metrics": [(metric.label, metric.value) for metric in app.metric],
        "charts": [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")],
        "tables": [table.value.to_csv() for table in app.dataframe],
    }


def notices(app: AppTest) -> list[str]:
    return [block.value for block in app.markdown if "push_pin" in block.value]


@pytest.mark.parametrize("page", CITED_PAGES)
def test_a_link_shows_the_same_figures_after_three_newer_editions(four_editions: Path, visit: Visit, page: str) -> None:
    rollback(Home(four_editions), 1)
    st.cache_data.clear()
    app = visit(page, metric="energy.per_capita_use") if page in ("comparison", "year_on_year") else visit(page)
    then = shown(app)
    link = next(code.value for code in open_sharing(app).code)
    query = {name: values if len(values) > 1 else values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    assert query["edition"] == "1"
    rollback(Home(four_editions), 4)
    newest = shown(visit(page))
    again = visit(page, **query)
    assert shown(again) == then
    assert page == "dictionary" or newest != then
    assert notices(again) == [translate("share.pinned", "zh", number=1, built_on=_built_on(four_editions, 1), current=4)]


def test_every_page_of_a_visit_keeps_to_the_edition(visit: Visit) -> None:
    app = visit("explore", edition="1")
    assert len(app.dataframe[0].value) == FIGURES
    for page in ("leaders/comparison", "analysts/coverage", "about/editions", "analysts/explore"):
        app.query_params.clear()  # as a browser does that opens another page
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        assert app.query_params["edition"] == "1", page
        assert notices(app), page
    assert len(app.dataframe[0].value) == FIGURES


def test_the_way_to_the_newest_leaves_the_edition_behind(visit: Visit) -> None:
    app = visit("explore", edition="1")
    app.button(key="to the current edition").click().run()
    assert not notices(app)
    assert "edition" not in app.query_params
    assert len(app.dataframe[0].value) < FIGURES
    app.switch_page("pages/leaders/comparison.py").run()
    assert "edition" not in app.query_params


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("wanted", "words"), [("3", "gone"), ("9", "unknown")])
def test_an_edition_that_is_not_kept_says_so_and_offers_the_newest(
    four_editions: Path, visit: Visit, wanted: str, words: str, language: str
) -> None:
    spoken = "en" if language == "en" else "zh"
    kept = edition_file(Home(four_editions), 3)
    aside = kept.with_suffix(".aside")
    kept.rename(aside)
    try:
        app = visit("explore", edition=wanted, lang=spoken)
        comma = translate("filters.and", spoken)
        assert [info.value for info in app.info] == [
            translate(f"share.{words}", spoken, number=wanted, kept=comma.join(("1", "2", "4")))
        ]
        assert app.title[0].value == translate("pages.explore", spoken)
        assert not app.dataframe
        app.button(key="to the current edition").click().run()
        assert len(app.dataframe) == 1
    finally:
        aside.rename(kept)


@pytest.mark.parametrize("nonsense", ["x", "", "-1", "1.5", "../1", "１", "0", "9" * 40])
def test_nonsense_instead_of_a_number_means_the_current_edition(visit: Visit, nonsense: str) -> None:
    app = visit("explore", edition=nonsense)
    assert not app.exception
    assert not notices(app)
    assert app.title[0].value == translate("pages.explore", "zh")
    assert len(app.dataframe[0].value) < FIGURES


def test_a_pin_to_the_current_edition_makes_no_fuss_until_there_is_a_newer_one(four_editions: Path, visit: Visit) -> None:
    rollback(Home(four_editions), 2)
    app = visit("explore", edition="2")
    assert not notices(app)
    rollback(Home(four_editions), 4)
    app.run()
    assert notices(app)


def test_after_a_rollback_a_later_edition_is_not_called_older(four_editions: Path, visit: Visit) -> None:
    rollback(Home(four_editions), 2)
    told = notices(visit("explore", edition="4"))
    assert told == [translate("share.pinned_ahead", "zh", number=4, built_on=_built_on(four_editions, 4), current=2)]


READING = ("read", "query")


def test_pages_that_write_work_on_the_current_edition(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STEWARD_HERE, "1")
    for place in PLACES:
        if place.action not in READING:
            app = visit(place.name, edition="1")
            assert not app.exception, place.name
            assert app.session_state["view"].edition == 4, place.name


def test_the_editions_lead_to_the_pages_as_they_were(visit: Visit) -> None:
    app = visit("editions", of="2")
    table = app.dataframe[0].value
    assert list(table["in_use"]) == [True, False, False, False]
    assert "edition=2" in next(link.proto.query_string for link in app.get("page_link"))
    kept = visit("editions", of="2", edition="2")
    assert list(kept.dataframe[0].value["in_use"]) == [True, False, False, False]
    assert not kept.get("page_link")


def _built_on(folder: Path, number: int) -> str:
    note = json.loads((folder / "editions" / f"{number}.json").read_text(encoding="utf-8"))
    return str(note["built_at"])[:10]
