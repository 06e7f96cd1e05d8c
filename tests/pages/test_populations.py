"""One population a page: what its head, its choices, its cards, its charts and its tables count is the same, page by page."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, open_tabs
from tests.pages.said import all_said
from yearbook.catalogue.messages import translate

NATION, HUNAN, JIANGSU, CHANGZHOU = "100000", "430000", "320000", "320400"
COUNTED = re.compile(r"(\d+)个主体中(\d+)个有公开数据")
CASES = [  # page, region, what else the address says
    ("vehicles", NATION, {}),
    ("vehicles", JIANGSU, {}),
    ("energy", NATION, {"section": "per_capita", "metric": "energy.per_capita_use_change"}),
    ("energy", HUNAN, {}),
    ("comparison", NATION, {}),
    ("comparison", HUNAN, {"metric": "finance.three_public_budget"}),
    ("comparison", HUNAN, {"metric": "finance.three_public_budget", "peers": "central"}),
    ("comparison", CHANGZHOU, {}),
    ("year_on_year", HUNAN, {}),
    ("year_on_year", CHANGZHOU, {}),
]


def charts_of(app: AppTest) -> list[str]:
    """The words of each chart, lines joined."""
    specs = (json.loads(node.proto.spec) for node in app.main if node.type == "plotly_chart")
    return [re.sub(r"<[^>]*>", "", json.dumps(spec["layout"], ensure_ascii=False)) for spec in specs]


def count_chosen(app: AppTest, key: str) -> int | None:
    """How many subjects the chosen option of a box says it holds; None without the box."""
    boxes = [box for box in app.selectbox if box.label == translate(key, "zh")]
    found = re.search(r"（(\d+)个主体", boxes[0].options[boxes[0].index]) if boxes else None
    return int(found[1]) if found else None


def count_in_head(app: AppTest) -> int:
    """How many regions the head of the page says that it compares."""
    found = re.search(r"范围：.*?（(\d+)个地区）", " ".join(caption.value for caption in app.main.caption))
    assert found, "the head names no population"
    return int(found[1])


@pytest.mark.parametrize(("page", "region", "asked"), CASES)
def test_head_choices_charts_and_tables_count_alike(visit: Visit, page: str, region: str, asked: dict[str, str]) -> None:
    app = visit(page, region=region, **asked)
    of_group, of_level, of_year = (
        count_chosen(app, f"{name}") for name in ("interface.group", "comparable.level", "interface.year")
    )
    counted = [(int(all_there), int(told)) for chart in charts_of(app) for all_there, told in COUNTED.findall(chart)]
    assert counted
    assert of_group is not None
    assert len({all_there for all_there, _ in counted}) == 1, "one page, two populations"
    assert counted[0][0] <= count_in_head(app)
    assert max(told for _, told in counted) <= (of_level or of_group) <= counted[0][0]
    if any(header.value.endswith("各主体对比") for header in app.subheader):
        assert counted[0][1] == of_year
        others = re.search(r"其他(\d+)个主体", charts_of(app)[0])
        assert not others or int(others[1]) < counted[0][1]


@pytest.mark.parametrize("region", [NATION, HUNAN])
def test_the_table_of_a_ranking_has_a_row_for_each_subject_counted(visit: Visit, region: str) -> None:
    app = visit("comparison", region=region, metric="finance.three_public_budget")
    of_year = count_chosen(app, "interface.year")
    assert len(open_tabs(app).dataframe[0].value) == of_year


def test_the_pairs_of_two_metrics_are_counted_alike(visit: Visit) -> None:
    app = visit("ratios")
    of_group, of_year = count_chosen(app, "interface.group"), count_chosen(app, "interface.year")
    [told] = {int(count) for chart in charts_of(app) for count in re.findall(r"：(\d+)个主体", chart)}
    assert told == of_year == len(app.dataframe[0].value)
    assert of_group is not None
    assert told <= of_group <= count_in_head(app)


def places_of(app: AppTest, kinds: tuple[str, ...]) -> set[tuple[str, str]]:
    """How many subjects a place is among, and the place, as said in some kinds of elements."""
    words = " ".join(said for node in app.main if node.type in kinds for said in all_said(app, [node]))
    return set(re.findall(r"在(\d+)个主体中[^第]{0,3}第(\d+)位", words))


@pytest.mark.parametrize(
    "asked", [{}, {"peers": "central"}, {"peers": "own", "benchmarks": ["510000-goa", "110000-goa", "310000-goa"]}]
)
def test_cards_and_strips_of_a_profile_say_the_same_places(visit: Visit, asked: dict[str, Any]) -> None:
    app = visit("profile", region=HUNAN, agency="430000-goa", **asked)
    cards, strips = places_of(app, ("caption",)), places_of(app, ("plotly_chart",))
    assert cards <= strips
    if asked:
        regions = re.search(r"对比范围：.*?（(\d+)个地区）", " ".join(charts_of(app)))
        assert not strips or (regions and all(int(among) <= int(regions[1]) for among, _ in strips))
    else:
        assert cards


def test_cards_of_the_overview_say_the_places_of_the_profile(visit: Visit) -> None:
    for asked in ({}, {"peers": "central"}):
        overview = places_of(visit("overview", region=HUNAN, **asked), ("caption",))
        latest = visit("profile", region=HUNAN, agency="430000-goa", **asked)
        assert overview <= places_of(latest, ("caption", "plotly_chart"))


@pytest.mark.parametrize("region", [NATION, HUNAN])
def test_the_coverage_counts_the_bodies_that_its_head_names(visit: Visit, region: str) -> None:
    app = visit("coverage", region=region)
    head = re.search(r"，(\d+)家机构", " ".join(caption.value for caption in app.main.caption))
    told = re.search(r"(\d+)家机构中", " ".join(charts_of(app)))
    assert head
    assert told
    assert head[1] == told[1]
