"""Which statistics may be said, as tables of cases: on the rule, and through each place that says one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.edition import standings_of
from tests.analysis.factory import make_facts
from yearbook.analysis.admissibility import FLOORS, may_rank, may_say
from yearbook.analysis.ranking import rank_figures
from yearbook.analysis.year_on_year import compare_years
from yearbook.charts.change_bars import draw_change_bars
from yearbook.charts.findings import format_change, format_median, format_quartiles, format_rank, format_ranking, format_years
from yearbook.charts.ranked_bars import draw_ranked_bars, draw_share_dots
from yearbook.charts.small_years import draw_small_years
from yearbook.charts.template import Caption

NAMES = "甲乙丙丁戊己庚辛壬癸"


def some(count: int, **given: Any) -> list[dict[str, Any]]:
    return [{"agency": name, "value": 10.0 + at} | given for at, name in enumerate(NAMES[:count])]


@pytest.mark.parametrize(
    ("statistic", "most_refused", "least_said"), [("median", 4, 5), ("rank", 4, 5), ("quartiles", 7, 8), ("percent", 19.99, 20)]
)
def test_a_statistic_needs_so_many(statistic: Any, most_refused: float, least_said: float) -> None:
    assert (may_say(statistic, most_refused), may_say(statistic, least_said)) == (False, True)
    assert FLOORS[statistic].why


@pytest.mark.parametrize(
    ("count", "rank", "median", "quartiles", "quarter"),
    [
        (2, False, False, False, False),
        (4, False, False, False, False),
        (5, True, True, False, False),
        (7, True, True, False, False),
        (8, True, True, True, True),
    ],
)
def test_what_is_said_of_a_place_among_so_many(count: int, rank: bool, median: bool, quartiles: bool, quarter: bool) -> None:
    [place] = standings_of(make_facts(*some(count)), "甲-goa", count)
    said = (format_rank(place, "zh"), format_median(place, "zh"), format_quartiles(place, "zh"), place.quarter)
    assert tuple(map(bool, said)) == (rank, median, quartiles, quarter)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "2020年用能：甲10吨标准煤"),
        (4, "2020年用能：4个主体有公开数据"),
        (5, "2020年用能：甲最低，10吨标准煤；中位数12吨标准煤"),
    ],
)
def test_the_title_of_a_ranking_of_so_many(count: int, said: str) -> None:
    assert format_ranking(rank_figures(make_facts(*some(count))), "zh") == said


def test_a_ranking_of_figures_to_be_verified_alone_finds_nobody_first() -> None:
    assert format_ranking(rank_figures(make_facts(*some(6, status="unverified"))), "zh") == "2020年用能：6个主体有公开数据"


@pytest.mark.parametrize(("count", "lines", "bands"), [(3, 0, 0), (4, 0, 0), (5, 1, 0), (7, 1, 0), (8, 1, 1)])
def test_a_ranked_chart_of_so_many_draws_a_median_and_a_band(count: int, lines: int, bands: int) -> None:
    share = {"kind": "rate", "unit": "percent", "dimension": "share"}
    bars = draw_ranked_bars(rank_figures(make_facts(*some(count))), Caption())
    dots = draw_share_dots(rank_figures(make_facts(*some(count, **share))), Caption())
    assert sum(shape.type in ("path", "line") for shape in bars.layout.shapes) == lines
    kinds = [shape.type for shape in dots.layout.shapes]
    assert (kinds.count("line"), kinds.count("rect")) == (lines, bands)


@pytest.mark.parametrize(("count", "drawn"), [(4, False), (5, True)])
def test_small_charts_of_so_many_have_a_median(count: int, drawn: bool) -> None:
    years = compare_years(make_facts(*(row | {"year": year} for row in some(count) for year in (2018, 2019, 2020))))
    dotted = [trace for trace in draw_small_years(years, Caption()).data if trace.line.dash == "dot"]
    assert any(value is not None and value == value for trace in dotted for value in trace.y) is drawn


COUNT = {"kind": "flow", "dimension": "count", "unit": "vehicle"}
FOUR = {"value": 4, "value_as_written": None}  # written in words: nothing says that it is rounded
DOUBT = {"status": "unverified"}


@pytest.mark.parametrize(
    ("before", "after", "said", "on_card"),
    [
        (COUNT | {"value": 19}, COUNT | {"value": 38}, "甲用能：2020年38辆，比上年增加19辆", "+19辆"),
        (COUNT | {"value": 20}, COUNT | {"value": 30}, "甲用能：2020年30辆，比上年增长50%", "+50%"),
        (FOUR, FOUR | {"value": 5}, "甲用能：2020年5吨标准煤，比上年增长25%", "+25%"),
        ({"value": 40} | DOUBT, {"value": 50} | DOUBT, "甲用能：2020年50吨标准煤", ""),
        ({"value": 40}, {"value": 50} | DOUBT, "甲用能：2020年50吨标准煤，比上年增长25%", "+25%"),
        ({"value": 40} | DOUBT, {"value": 50}, "甲用能：2020年50吨标准煤，比上年增长25%", "+25%"),
    ],
)
def test_what_two_years_say_together(before: dict[str, Any], after: dict[str, Any], said: str, on_card: str) -> None:
    years = compare_years(make_facts({"year": 2019} | before, {"year": 2020} | after))
    assert format_years(years, "zh") == said
    assert format_change(years.iloc[-1].to_dict(), "zh") == on_card


def test_change_bars_of_small_counts_are_amounts() -> None:
    years = compare_years(make_facts(COUNT | {"year": 2019, "value": 7}, COUNT | {"year": 2020, "value": 9}))
    assert list(draw_change_bars(years, Caption()).data[0].text) == ["+2辆"]


@pytest.mark.parametrize(
    ("metric", "allowed"),
    [
        ("safety.mass_incidents", False),
        ("safety.petition_cases", False),
        ("law.senior_exam_score", False),
        ("law.exam_pass_rate", False),
        ("safety.major_accidents", True),
        ("vehicles.withdrawn", True),
        ("no.such_metric", True),
    ],
)
def test_sensitive_metrics_have_no_places(metric: str, allowed: bool) -> None:
    assert may_rank(metric) is allowed
    assert bool(standings_of(make_facts(*some(6, metric_id=metric)), "甲-goa", 6)) is allowed
