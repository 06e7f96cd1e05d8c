"""With whom a region is compared: who is in each group, who never is, and what the pages highlight."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import SAMPLES, Visit
from yearbook.catalogue.areas import find_area, load_areas
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.charts.template import COLOURS, GREY
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
