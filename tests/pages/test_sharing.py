"""Sharing and citing: on every page, in both languages, with all that the view depends on."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import SAMPLES, Visit, open_sharing
from yearbook.catalogue.installation import EMBEDDED_IN
from yearbook.catalogue.messages import LANGUAGES, translate
from yearbook.exports.parameters import format_address
from yearbook.ui.navigation import PLACES
from yearbook.warehouse.filters import Filters

READ = [place.name for place in PLACES if place.action in ("read", "query")]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def shared(app: AppTest) -> list[str]:
    """The texts that can be copied: link, citation of the standard, plain citation, and what more there is."""
    return [code.value for code in open_sharing(app).code]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", READ)
def test_every_page_can_be_shared_and_cited(visit: Visit, page: str, language: str) -> None:
    spoken = "en" if language == "en" else "zh"
    app = visit(page, lang=language, region="430000")
    popovers = [block for block in app.get("popover") if block.proto.popover.label == translate("share.button", spoken)]
    assert len(popovers) == 1
    link, standard, plain = shared(app)[:3]
    query = parse_qs(urlsplit(link).query)
    assert (query["edition"], query["lang"], query["region"]) == (["1"], [language], ["430000"])
    assert "[DS/OL]" in standard
    opening, closing = ("（", "）") if spoken == "zh" else (r"\(", r"\)")
    assert re.search(rf"{opening}\d{{4}}-\d\d-\d\d{closing}\[\d{{4}}-\d\d-\d\d\]", standard)
    for citation in (standard, plain):
        assert link in citation
        assert translate(f"pages.{page}", spoken) in citation
        assert CHINESE.search(citation) if spoken == "zh" else not CHINESE.search(citation)


def test_the_link_spells_out_what_the_address_leaves_out(visit: Visit) -> None:
    app = visit("comparison")
    query = parse_qs(urlsplit(shared(app)[0]).query)
    assert "region" not in app.query_params
    assert query["region"] == ["100000"]
    assert {"metric", "group", "year", "lang", "edition"} <= set(query)


def test_the_link_says_what_the_address_says_besides(visit: Visit) -> None:
    query = parse_qs(urlsplit(shared(visit("explore", verified="true", text="充电桩", topic=["energy", "law"]))[0]).query)
    assert (query["verified"], query["text"], query["topic"]) == (["true"], ["充电桩"], ["energy", "law"])


def test_the_citation_tells_what_was_chosen(visit: Visit) -> None:
    standard = shared(visit("comparison", metric="energy.per_capita_use", region="430000"))[1]
    assert "湖南省" in standard
    assert "人均综合能耗" in standard
    assert not re.search(r"\d个主体", standard)


def test_explore_cites_its_filters_and_gives_the_address_of_its_figures(visit: Visit) -> None:
    app = visit("explore", region="430000", topic=["energy"])
    assert "湖南省（含下辖地区）；主题：" in shared(app)[1]
    assert shared(app)[3].endswith(format_address(1, Filters(regions=("430000",), topics=("energy",)), "csv"))


def test_nothing_to_share_goes_out_before_somebody_asks_for_it(visit: Visit) -> None:
    assert not visit("overview").code


def test_a_page_without_figures_can_be_shared_all_the_same(visit: Visit) -> None:
    assert "[DS/OL]" in shared(visit("reports"))[1]


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
def test_whoever_cites_an_edition_with_samples_is_warned(visit: Visit) -> None:
    assert translate("share.demonstration", "zh") in [caption.value for caption in open_sharing(visit("overview")).caption]


def test_a_view_that_has_a_name_shows_it_and_its_link_keeps_it(visit: Visit) -> None:
    app = visit("explore", view="湖南 *能耗*")
    assert any("湖南 \\*能耗\\*" in block.value for block in app.markdown)
    assert parse_qs(urlsplit(shared(app)[0]).query)["view"] == ["湖南 *能耗*"]


def test_a_name_that_is_typed_goes_into_the_link(visit: Visit) -> None:
    app = open_sharing(visit("explore"))
    app.text_input("view name").input("能耗走势").run()
    assert parse_qs(urlsplit(shared(app)[0]).query)["view"] == ["能耗走势"]


@pytest.mark.parametrize(("page", "charts"), [("overview", 2), ("coverage", 1), ("dictionary", 0)])
def test_the_charts_of_a_page_can_be_taken_as_slides(visit: Visit, page: str, charts: int) -> None:
    offered = [button.proto.label for button in open_sharing(visit(page)).get("download_button") if "slides" in button.proto.id]
    assert offered == ([translate("share.slides", "zh", count=charts)] if charts else [])


def test_a_page_and_its_charts_can_be_embedded_where_a_site_is_allowed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [code for code in open_sharing(visit("comparison")).code if "<iframe" in code.value]
    monkeypatch.setenv(EMBEDDED_IN, "https://portal.example.gov.cn")
    app = open_sharing(visit("comparison"))
    assert not app.exception
    whole, *charts = app.selectbox("embed what").options
    assert whole == translate("embedding.whole", "zh")
    assert charts
    app.selectbox("embed what").set_value("bodies chart").run()
    [frame] = [code.value for code in app.code if "<iframe" in code.value]
    assert "embed=true" in frame
    assert "chart=bodies%20chart" in frame
