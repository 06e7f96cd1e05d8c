"""The scatter of two metrics: a dot for each pair, hollow where either side is to be verified, names that do not overlap."""

from __future__ import annotations

import pytest

from tests.analysis.factory import make_facts
from yearbook.analysis.metric_pairs import pair_figures
from yearbook.charts.pairs.scatter import draw_pairs
from yearbook.charts.template import Caption

OTHER = {
    "metric_id": "premises.y",
    "metric_zh": "面积",
    "metric_en": "Area",
    "unit": "square_metre",
    "kind": "stock",
    "months": 0,
}
NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯"


def draw(values: list[tuple[float, float]], highlight: tuple[str, ...] = (), **other: str):  # a Plotly figure
    bodies = [{"agency": name, "value": up} for name, (up, _) in zip(NAMES, values, strict=False)]
    areas = [{**OTHER, "agency": name, "value": along, **other} for name, (_, along) in zip(NAMES, values, strict=False)]
    return draw_pairs(pair_figures(make_facts(*bodies), make_facts(*areas)), Caption("甲"), "zh", highlight)


def test_the_second_metric_lies_across_and_the_first_upwards() -> None:
    [dots] = draw([(10, 1), (20, 4)]).data
    assert (list(dots.x), list(dots.y)) == ([1, 4], [10, 20])
    assert "面积" in dots.customdata[0][3]


def test_dots_of_which_either_side_is_to_be_verified_are_hollow() -> None:
    [dots] = draw([(10, 1), (20, 4)], status="unverified").data
    assert set(dots.marker.symbol) == {"circle-open"}


@pytest.mark.parametrize(("count", "lines"), [(4, 0), (5, 2)])
def test_medians_are_drawn_of_five_and_more(count: int, lines: int) -> None:
    figure = draw([(float(at), float(at)) for at in range(1, count + 1)])
    assert len(figure.layout.shapes or ()) == lines


def test_names_that_would_lie_on_each_other_give_way_to_the_highlighted_one() -> None:
    crowd = [(10 + 0.01 * at, 1 + 0.01 * at) for at in range(7)]
    [dots] = draw([*crowd, (90, 9)], highlight=("己-goa",)).data
    named = [text for text in dots.text if text]
    assert {"己", "辛"} <= set(named)
    assert len(named) == len({dots.textposition[at] for at, text in enumerate(dots.text[:-1]) if text}) + 1  # one a side


@pytest.mark.parametrize(
    ("neighbour", "side"), [((50, 6.2), "middle left"), ((80, 5), "middle right"), ((50, 4.2), "middle right")]
)
def test_a_name_lies_over_no_other_dot(neighbour: tuple[float, float], side: str) -> None:
    [dots] = draw([(50, 5), neighbour, (0, 0), (100, 10)]).data
    assert (dots.text[0], dots.textposition[0]) == ("甲", side)


@pytest.mark.parametrize(("name", "side"), [("乙", "middle right"), ("乙省直属机关事务管理局", "middle left")])
def test_a_name_that_a_phone_would_cut_off_stands_on_the_left(name: str, side: str) -> None:
    bodies = [{"agency": "甲", "value": 10.0}, {"agency": name, "value": 20.0}]
    areas = [{**OTHER, "agency": "甲", "value": 1.0}, {**OTHER, "agency": name, "value": 9.0}]
    [dots] = draw_pairs(pair_figures(make_facts(*bodies), make_facts(*areas)), Caption("甲")).data
    assert dict(zip(dots.text, dots.textposition, strict=True)) == {"甲": "middle right", name: side}


def test_of_many_only_the_highlighted_are_named() -> None:
    [dots] = draw([(float(at), float(at)) for at in range(1, 15)], highlight=("丙-goa",)).data
    assert [text for text in dots.text if text] == ["丙"]


def test_without_pairs_the_chart_says_so() -> None:
    assert draw([]).layout.annotations
