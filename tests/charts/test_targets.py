"""Targets in words and in charts, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.test_targets import BUILT, CHANGE, SHARE, SPENT, hold
from yearbook.analysis.targets import Progress
from yearbook.catalogue.messages import LANGUAGES
from yearbook.charts.targets.progress import draw_changes, draw_rates, draw_shares
from yearbook.charts.targets.words import format_counts, format_outcome, format_progress, format_target, name_state
from yearbook.charts.template import COLOURS, GREY, Caption


@pytest.mark.parametrize(
    ("kind", "wanted", "got", "told"),
    [
        (BUILT, {"value": 1000}, {"value": 1045}, ("1,000个", "1,045个", "为目标的104.5%", "已有结果")),
        (BUILT, {"value": 1000}, {"value": 980, "qualifier": "approx"}, ("1,000个", "约980个", "为目标的约98%", "已有结果")),
        (SHARE, {"value": 70, "qualifier": "at_least"}, {"value": 74.1}, ("不少于70%", "74.1%", "高于目标4.1个百分点", "已达到")),
        (SHARE, {"value": 95}, {"value": 90.7}, ("95%", "90.7%", "低于目标4.3个百分点", "未达到")),
        (SHARE, {"value": 95}, {"value": 95}, ("95%", "95%", "与目标持平", "已达到")),
        (
            SPENT,
            {"value": 2.5e6, "qualifier": "at_most"},
            {"value": 2.6e6},
            ("不超过250万元", "260万元", "为目标的104%", "已超出"),
        ),
        (SPENT, {"value": 2.5e6}, {"value": 2.4e6}, ("250万元", "240万元", "为目标的96%", "未超出")),
        (
            CHANGE,
            {"value": -1.5},
            {"value": -1.6, "baseline": "previous_year"},
            ("−1.5%", "−1.6%", "目标未写明与何时相比", "不可比"),
        ),
    ],
)
def test_a_target_and_what_became_of_it_in_words(
    kind: dict[str, Any], wanted: dict[str, Any], got: dict[str, Any], told: tuple[str, ...]
) -> None:
    progress = hold(kind | {"better": "neither"} if kind is BUILT else kind, wanted, got)
    assert tuple(tell(progress, "zh") for tell in (format_target, format_outcome, format_progress, name_state)) == told


@pytest.mark.parametrize(
    ("wanted", "got", "told"),
    [
        (-5, -5.5, ("降幅比目标大0.5个百分点", "已达到")),
        (-5, -4.2, ("降幅比目标小0.8个百分点", "未达到")),
        (-5, 1, ("高于目标6个百分点", "未达到")),
    ],
)
def test_a_fall_is_told_by_its_size(wanted: float, got: float, told: tuple[str, str]) -> None:
    progress = hold(CHANGE, {"value": wanted, "baseline": "2020"}, {"value": got, "baseline": "2020"})
    assert (format_progress(progress, "zh"), name_state(progress, "zh")) == told


def test_a_target_without_an_outcome_says_nothing_of_one() -> None:
    progress = hold(BUILT, {"value": 1000})
    assert [format_outcome(progress, "zh"), format_progress(progress, "zh"), name_state(progress, "zh")] == ["", "", "尚无结果"]


def test_what_was_decided_is_counted_first() -> None:
    held = [hold(BUILT, {"value": 1000}), hold(SHARE, {"value": 70}, {"value": 74}), hold(SHARE, {"value": 70}, {"value": 60})]
    assert format_counts(held, "zh") == "3项目标：已达到1项、未达到1项、尚无结果1项"


AMOUNTS = [hold(BUILT, {"value": 1000}, {"value": value}) for value in (1045, 860)]
RATES = [
    hold(SHARE, {"value": 80, "year": 2025}, {"value": 74, "year": 2023}),
    hold(SHARE, {"value": 70}, {"value": 60}),
    hold(SHARE, {"value": 70}, {"value": 75, "status": "unverified"}),
]
FALLS = [
    hold(CHANGE, {"value": -6, "baseline": "2020"}, {"value": value, "baseline": "2020"} | other)
    for value, other in ((-3.8, {}), (-6.6, {}), (-4.1, {"qualifier": "approx"}))
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("draw", "held"), [(draw_shares, AMOUNTS), (draw_rates, RATES), (draw_changes, FALLS)])
def test_every_point_leads_to_the_outcome_and_says_what_it_is(draw: Any, held: list[Progress], language: Any) -> None:
    figure = draw(held, [f"{place}" for place in range(len(held))], Caption("进展"), language)
    trace = figure.data[-1]
    assert [row[0] for row in trace.customdata] == [progress.outcome["fact_id"] for progress in held]
    assert all(format_target(progress, language) in row[3] for progress, row in zip(held, trace.customdata, strict=True))
    assert len(trace.text) == len(held)


def test_missed_is_orange_what_is_not_due_is_grey_and_what_is_to_be_verified_hollow() -> None:
    figure = draw_rates(RATES, ["甲", "乙", "丙"], Caption("进展"), "zh")
    assert list(figure.data[-1].marker.color) == [GREY, COLOURS[1], COLOURS[0]]
    assert list(figure.data[-1].marker.symbol) == ["circle", "circle", "circle-open"]
    said = " ".join(str(note.text) for note in figure.layout.annotations)
    assert all(words in said for words in ("橙色", "灰色", "空心"))


def test_the_target_is_the_line_at_a_hundred_percent() -> None:
    figure = draw_shares(AMOUNTS, ["甲", "乙"], Caption("进展"), "zh")
    assert [shape.x0 for shape in figure.layout.shapes] == [100]
    assert list(figure.data[0].x) == pytest.approx([104.5, 86.0])


def test_changes_stand_on_a_scale_of_their_own_that_begins_with_no_change() -> None:
    figure = draw_changes(FALLS, ["甲", "乙", "丙"], Caption("进展"), "zh")
    low, high = figure.layout.xaxis.range
    assert (list(figure.data[0].x), list(figure.data[1].x)) == ([-6, -6, -6], [-3.8, -6.6, -4.1])
    assert low < -6.6
    assert 0 < high < 3
    assert list(figure.data[1].text) == ["−3.8%", "−6.6%", "约−4.1%"]
    assert figure.layout.xaxis.zeroline
