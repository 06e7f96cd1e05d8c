"""With whom a region is compared: who is in each group, who never is, and what the pages highlight."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import SAMPLES, Visit
from yearbook.catalogue.areas import find_area, load_areas
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.charts.template import COLOURS, GREY
from yearbook.ui.filters.memory import COOKIE, read_cookie, write_cookie
from yearbook.ui.filters.peers import find_own, find_peers
from yearbook.ui.view import NATION, View

HUNAN, PUYANG, SAMPLE = "430000", "410900", "990000"
Row = dict[str, Any]


def look(edition: int, region: str, peers: str = "level", benchmarks: tuple[str, ...] = ()) -> View:
    return View("zh", region, region, False, edition, peers=peers, benchmarks=benchmarks)


def bodies_of(view: View) -> dict[str, Row]:
    return {row["agency_id"]: row for row in view.ask("bodies").to_dict("records")}


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
@pytest.mark.parametrize(
    ("region", "peers", "belongs"),
    [
        (HUNAN, "level", lambda body: body["admin_level"] == "province"),
        (HUNAN, "central", lambda body: body["admin_level"] == "province" and find_area(body["region_code"]) == "central"),
        (HUNAN, "below", lambda body: HUNAN in body["within"]),
        (PUYANG, "level", lambda body: body["admin_level"] == "prefecture"),
        (PUYANG, "province", lambda body: body["admin_level"] == "prefecture" and body["region_code"].startswith("41")),
        (PUYANG, "east", lambda body: body["admin_level"] == "prefecture" and find_area(body["region_code"]) == "east"),
        (NATION, "northwest", lambda body: find_area(body["region_code"]) == "northwest"),
    ],
)
def test_a_group_has_its_bodies_and_always_the_regions_own(
    edition: int, region: str, peers: str, belongs: Callable[[Row], bool]
) -> None:
    view = look(edition, region, peers)
    bodies, found = bodies_of(view), set(find_peers(view))
    real = {agency for agency, body in bodies.items() if body["figures"] and not body["demonstration"]}
    assert found == {agency for agency in real if belongs(bodies[agency])} | set(find_own(view))
    assert len(found) > 1


def test_the_nation_is_compared_with_nobody(edition: int) -> None:
    assert find_peers(look(edition, NATION)) == find_own(look(edition, NATION)) == ()


def test_an_own_choice_stands_beside_the_regions_own_bodies(edition: int) -> None:
    view = look(edition, HUNAN, "own", ("130000-goa",))
    assert set(find_peers(view)) == {*find_own(view), "130000-goa"}
    assert find_peers(look(edition, HUNAN, "own")) == find_peers(look(edition, HUNAN))


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
def test_invented_bodies_stand_beside_each_other_only(edition: int) -> None:
    invented = find_peers(look(edition, SAMPLE, "below"))
    bodies = bodies_of(look(edition, SAMPLE))
    assert len(invented) > 1
    assert all(bodies[agency]["demonstration"] for agency in invented)
    assert not any(bodies[agency]["demonstration"] for agency in find_peers(look(edition, HUNAN)))


def test_every_province_lies_in_one_area() -> None:
    provinces = {code for code, region in load_catalogue().regions.items() if region.level == "province"}
    placed = [code for area in load_areas().values() for code in area.provinces]
    assert len(placed) == len(set(placed)) == 31
    assert provinces - set(placed) == {"710000", "810000", "820000"}


def bars_of(app: AppTest) -> list[tuple[str, str]]:
    """The body and the colour of the outline of each bar or dot of the ranking."""
    [spec] = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")][:1]
    trace = spec["data"][0]
    return list(zip([data[1] for data in trace["customdata"]], trace["marker"]["line"]["color"], strict=True))


@pytest.mark.parametrize("page", ["comparison", "vehicles"])
def test_the_chosen_region_is_highlighted_among_others(visit: Visit, page: str) -> None:
    app = visit(page, region="130000", metric="vehicles.new_energy_acquired_share")
    coloured = dict(bars_of(app))
    own = [body for body in coloured if body.startswith("130000")]
    assert len(coloured) > len(own) > 0
    assert {coloured[body] for body in own} == {COLOURS[0]}
    assert {colour for body, colour in coloured.items() if body not in own} == {GREY}


def test_a_group_and_own_benchmarks_are_in_the_link(visit: Visit) -> None:
    app = visit("comparison", region=HUNAN, peers="own", benchmarks=["130000-goa", "340000-goa"])
    assert app.session_state["view"].benchmarks == ("130000-goa", "340000-goa")
    assert app.query_params["peers"] == "own"
    assert app.query_params["benchmarks"] == ["130000-goa", "340000-goa"]


@pytest.mark.parametrize(
    ("region", "peers", "benchmarks"),
    [(HUNAN, "level", ()), (PUYANG, "province", ()), (HUNAN, "own", ("130000-goa", "湖南-处", "a/b+c"))],
)
def test_a_cookie_holds_a_choice(region: str, peers: str, benchmarks: tuple[str, ...]) -> None:
    written = write_cookie(look(1, region, peers, benchmarks))
    assert re.fullmatch(r"[\w.~%/+-]+", written, re.ASCII)
    assert read_cookie(written) == {"region": region, "peers": peers, "benchmarks": list(benchmarks)}


@pytest.mark.parametrize("written", ["", "/", "430000", "a/b/c/d", "//"])
def test_what_is_no_choice_in_a_cookie_is_none(written: str) -> None:
    assert read_cookie(written) == {}


@pytest.mark.parametrize(
    ("cookie", "asked", "region"),
    [
        ("430000/central/", {}, HUNAN),
        ("430000/central/", {"lang": "en"}, HUNAN),
        ("430000/central/", {"metric": "vehicles.withdrawn"}, NATION),
        ("430000/central/", {"region": PUYANG}, PUYANG),
        ("000000/nowhere/", {}, NATION),
        ("", {}, NATION),
    ],
)
def test_a_visit_begins_where_the_last_one_was_but_a_link_is_the_same_for_all(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, cookie: str, asked: dict[str, str], region: str
) -> None:
    monkeypatch.setattr(type(st.context), "cookies", {COOKIE: cookie})
    app = visit("vehicles", **asked)
    assert not app.exception
    assert app.session_state["view"].region == region
    assert app.session_state["view"].peers == ("central" if region == HUNAN else "level")


def section_of(app: AppTest) -> str:
    return str(app.session_state["section"])


def test_a_topic_opens_at_the_first_section_with_figures_of_the_region(visit: Visit) -> None:
    app = visit("vehicles", region=HUNAN)
    [choice] = [group for group in app.get("button_group") if "车改" in str(group.options)]
    assert section_of(app) == "reform"
    assert [":gray" in option for option in choice.options] == [True, False, False, False, True]


@pytest.mark.parametrize(("chosen", "kept"), [({}, "fleet"), ({"section": "saving"}, "saving")])
def test_a_section_follows_the_region_unless_it_was_chosen(visit: Visit, chosen: dict[str, str], kept: str) -> None:
    app = visit("vehicles", region=HUNAN, **chosen)
    app.sidebar.selectbox[0].set_value(PUYANG).run()
    assert not app.exception
    assert section_of(app) == kept


@pytest.mark.parametrize(
    ("region", "metric", "nearest"),
    [
        ("650500", "vehicles.auctioned", "region=650000"),
        (HUNAN, "vehicles.new_energy_acquired_share", "metric="),
    ],
)
def test_a_region_without_the_figure_is_told_so_and_led_on(visit: Visit, region: str, metric: str, nearest: str) -> None:
    app = visit("comparison", region=region, metric=metric)
    assert any("暂无" in caption.value for caption in app.caption)
    assert any(nearest in link.proto.query_string for link in app.get("page_link"))
    assert app.get("plotly_chart")


def test_a_group_is_kept_on_a_page_that_does_not_ask_for_it(visit: Visit) -> None:
    app = visit("comparison", region=HUNAN, peers="central")
    app.switch_page("pages/stewards/reports.py").run()
    assert not app.exception
    assert len(app.sidebar.selectbox) == 1
    app.switch_page("pages/leaders/vehicles.py").run()
    assert app.session_state["view"].peers == "central"
    assert app.sidebar.selectbox[1].value == "central"
