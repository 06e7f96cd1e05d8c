"""A body among its peers: each strip on its own scale, doubt drawn, words that say where it stands."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from tests.analysis.edition import standings_of
from tests.analysis.factory import make_facts
from yearbook.analysis.peers import Standing
from yearbook.charts.findings import format_coverage, format_median, format_quartiles, format_rank, format_standing
from yearbook.charts.peer_strips import draw_peer_strips
from yearbook.charts.template import Caption

OWN = "甲"


def places_of(*rows: dict[str, Any], bodies: int = 0) -> list[Standing]:
    return standings_of(make_facts(*rows), f"{OWN}-goa", bodies)


def figures(values: dict[str, float], **given: Any) -> list[dict[str, Any]]:
    return [{"agency": agency, "value": value, **given} for agency, value in values.items()]


FIVE = {"甲": 30.0, "乙": 10.0, "丙": 20.0, "丁": 40.0, "戊": 50.0}


def words_of(figure: go.Figure) -> str:
    return " ".join(note.text for note in figure.layout.annotations).replace("<br>", "")


def test_each_strip_runs_from_its_lowest_to_its_highest_value() -> None:
    rows = figures(FIVE) + figures({"甲": 1000, "乙": 5000}, metric_id="energy.other", metric_zh="别的")
    peers, others, own = draw_peer_strips(places_of(*rows), Caption()).data
    assert list(own.x) == [0.5, 0]
    assert (sorted(peers.x), list(others.x)) == ([0, 0.25, 0.75, 1], [1])
    assert list(own.y) == [peers.y[0], others.y[0]]


def test_equal_values_stand_in_the_middle() -> None:
    peers, own = draw_peer_strips(places_of(*figures({"甲": 7, "乙": 7})), Caption()).data
    assert list(own.x) == list(peers.x) == [0.5]


def test_what_is_to_be_verified_is_hollow() -> None:
    rows = [{"agency": OWN, "status": "unverified"}, {"agency": "乙", "value": 7}]
    figure = draw_peer_strips(places_of(*rows), Caption())
    peers, own = figure.data
    assert (list(own.marker.symbol), list(peers.marker.symbol)) == (["circle-open"], ["circle"])
    assert "空心为待核实" in words_of(figure)


def test_the_strip_says_value_rank_median_year_and_scope() -> None:
    words = words_of(draw_peer_strips(places_of(*figures(FIVE, qualifier="approx")), Caption()))
    for said in ("约30吨标准煤", "在5个主体中约居第3位", "中位数 约30吨标准煤", "2020年", "全省（区、市）口径"):
        assert said in words


def test_ranks_in_words() -> None:
    def rank(values: dict[str, float], **given: Any) -> str:
        return format_rank(places_of(*figures(values, **given))[0], "zh")

    assert rank(FIVE, better="up") == "在5个主体中居第3位"
    assert rank(FIVE, better="neither") == "在5个主体中居第3位（由高到低）"
    assert rank({"甲": 5, "乙": 5, "丙": 1, "丁": 2, "戊": 3}, better="up") == "在5个主体中并列第1位"
    assert rank(FIVE, better="up", qualifier="more_than") == "在5个主体中约居第3位"
    assert format_rank(places_of(*figures(FIVE, better="neither"))[0], "zh", direction=False) == "在5个主体中居第3位"
    assert format_rank(places_of(*figures(FIVE, better="up"))[0], "en") == "3 of 5"


EIGHT = dict(zip("甲乙丙丁戊己庚辛", (10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0), strict=True))


def test_median_and_middle_half_in_words() -> None:
    place = places_of(*figures(EIGHT))[0]
    assert (format_median(place, "zh"), format_quartiles(place, "zh")) == ("45吨标准煤", "27.5–62.5吨标准煤")
    falls = {agency: -value / 10 for agency, value in EIGHT.items()}
    fallen = places_of(*figures(falls, kind="change", unit="percent", baseline="2015"))[0]
    assert format_quartiles(fallen, "zh") == "−6.25%～−2.75%"
    scales = places_of(*figures({agency: value * 250 for agency, value in EIGHT.items()}))[0]
    assert format_quartiles(scales, "zh") == "6,875吨标准煤～1.563万吨标准煤"


def test_a_median_of_figures_that_are_not_exact_is_marked() -> None:
    place = places_of(*figures(EIGHT, qualifier="more_than"))[0]
    assert format_median(place, "zh") == "约45吨标准煤"
    assert format_quartiles(place, "zh") == "约27.5–62.5吨标准煤"


def test_how_many_have_figures_and_how_many_of_them_are_in_doubt() -> None:
    place = places_of({"agency": OWN}, {"agency": "乙", "status": "unverified"}, bodies=27)[0]
    assert format_coverage(place, "zh") == "27个主体中2个有可比数据，其中1个待核实"


def test_the_sentence_counts_the_best_and_the_worst_quarter() -> None:
    values = {"甲": 9.0} | {agency: value / 10 for agency, value in EIGHT.items() if agency != OWN}
    best = figures(values, better="up", metric_id="energy.a")
    worst = figures(values, better="down", metric_id="energy.b")
    neither = figures(values, better="neither", metric_id="energy.c")
    few = figures({"甲": 9, "乙": 1}, better="up", metric_id="energy.d")
    said = format_standing(places_of(*best, *worst, *neither, *few), "zh")
    assert said == "4项指标有同级可比；可作评价的2项中，1项位居前25%，1项位次靠后"
    assert format_standing(places_of(*few), "zh") == "1项指标有同级可比"
    assert format_standing([], "zh") == ""
