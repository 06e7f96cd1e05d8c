"""Years side by side: the chart fits how many bodies and years there are, and each point leads to its fact."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.analysis.factory import make_facts
from yearbook.analysis.ranking import list_lines
from yearbook.analysis.year_on_year import compare_years, find_breaks
from yearbook.catalogue.messages import LANGUAGES, Language
from yearbook.charts.annotations import SMALL, name_line_year
from yearbook.charts.small_years import MOST, draw_small_years
from yearbook.charts.template import Caption
from yearbook.charts.text_metrics import measure_text
from yearbook.charts.year_lines import HEIGHT, LINES, choose_form, draw_year_lines

CAPTION = Caption("发现", "单位：吨标准煤", "来源：示例 · 第1版")
NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄"


def years_of(bodies: int, years: tuple[int, ...]) -> Any:
    rows = [{"agency": NAMES[body], "year": year, "value": 100 + body + year % 7} for body in range(bodies) for year in years]
    return compare_years(make_facts(*rows))


def breaks_of(own: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    return find_breaks(list_lines(own), list_lines(others))


def words_of(figure: Any) -> str:
    return " ".join(note.text for note in figure.layout.annotations)


@pytest.mark.parametrize(
    ("bodies", "years", "form"),
    [
        (2, (2019, 2020), "lines"),
        (3, (2019, 2020), "dots"),
        (LINES, (2018, 2019, 2020), "lines"),
        (LINES + 1, (2018, 2019, 2020), "small"),
    ],
)
def test_the_chart_fits_the_number_of_bodies_and_years(bodies: int, years: tuple[int, ...], form: str) -> None:
    assert choose_form([years] * bodies) == form
    assert choose_form([years] * bodies, "index") == form.replace("dots", "lines")


def test_of_many_series_those_that_are_given_are_drawn_over_the_medians_of_all() -> None:
    medians = pd.DataFrame({"year": [2019, 2020], "median": [70.0, 80], "lowest": [0.0, 1], "highest": [150.0, 200]})
    figure = draw_small_years(years_of(2, (2019, 2020)), CAPTION, medians=medians, count=MOST + 9)
    assert len(figure.data) == 3
    assert f"共{MOST + 9}个主体" in words_of(figure)


def test_every_point_of_a_small_chart_leads_to_its_fact() -> None:
    years = years_of(8, (2018, 2019, 2020))
    figure = draw_small_years(years, CAPTION)
    led = [row[0] for trace in figure.data if trace.customdata is not None for row in trace.customdata]
    assert sorted(led) == sorted(years["fact_id"])


def test_small_charts_share_one_scale_and_break_at_a_missing_year() -> None:
    figure = draw_small_years(years_of(2, (2017, 2018, 2020)), CAPTION)
    first, second = (np.array(trace.y, dtype="float64") for trace in figure.data[1:])
    assert np.isnan(first[2])
    assert np.nanmax(first) - np.nanmax(second) == pytest.approx(np.nanmin(first) - np.nanmin(second))
    assert "断开处为数据缺失年份" in words_of(figure)


def test_small_charts_that_are_too_many_say_how_many_are_shown() -> None:
    figure = draw_small_years(years_of(MOST + 2, (2018, 2019)), CAPTION)
    assert len(figure.data) == MOST + 1
    assert f"共{MOST + 2}个主体" in words_of(figure)


def test_small_charts_of_nothing_say_so() -> None:
    assert "无数据" in words_of(draw_small_years(compare_years(make_facts()), CAPTION))


def test_a_restated_figure_is_drawn_with_what_was_published_before() -> None:
    before = {"value": 100, "published_on": date(2021, 3, 1), "fact_id": "before"}
    years = compare_years(make_facts(before, {"value": 120, "published_on": date(2022, 3, 1)}, {"year": 2021, "value": 130}))
    figure = draw_year_lines(years, CAPTION)
    crosses = [trace for trace in figure.data if str(trace.marker.symbol) == "x-thin-open"]
    assert [(list(trace.y), [row[0] for row in trace.customdata]) for trace in crosses] == [([100], ["before"])]
    assert "修订前公布" in words_of(figure)
    assert figure.layout.yaxis.range[0] < 100


@pytest.mark.parametrize("measure", ["value", "index"])
def test_a_year_of_another_scope_is_marked_without_its_value(measure: Any) -> None:
    own = make_facts({"year": 2018}, {"year": 2020})
    other = make_facts({"year": 2021, "scope": "direct_units", "value": 9999})
    figure = draw_year_lines(compare_years(own), CAPTION, measure=measure, breaks=breaks_of(own, other))
    marks = [trace for trace in figure.data if str(trace.marker.symbol) == "diamond-wide-open"]
    assert [(list(trace.x), trace.customdata[0][0]) for trace in marks] == [([2021], name_line_year(other.iloc[0]))]
    assert "统计口径不同" in marks[0].customdata[0][3]
    assert figure.layout.yaxis.range[1] < 9999
    assert figure.layout.xaxis.range[1] > 2021
    assert "竖虚线处口径或时段改变" in words_of(figure)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_beside_a_break_stand_within_the_drawing(language: Language) -> None:
    names = {"subject_en": "Xinjiang Uygur Autonomous Region, own level", "subject_zh": "新疆维吾尔自治区本级"}
    rows = [{"agency": name, "year": year} | names for name in "甲乙" for year in (2018, 2020)]
    others = make_facts({"year": 2021, "wider_extent": True, "value": 9999} | names)
    own = make_facts(*rows)
    figure = draw_year_lines(compare_years(own), CAPTION, language, breaks=breaks_of(own, others))
    [beside] = [note.text for note in figure.layout.annotations if note.textangle == -90]
    assert measure_text(beside, SMALL) <= HEIGHT


@pytest.mark.parametrize(("wider", "said"), [(True, "wider coverage"), (False, "narrower coverage")])
def test_a_break_says_what_the_figure_of_that_year_covers(wider: bool, said: str) -> None:
    own = make_facts(*({"year": year, "wider_extent": not wider} for year in (2018, 2020)))
    others = make_facts({"year": 2021, "wider_extent": wider})
    figure = draw_year_lines(compare_years(own), CAPTION, "en", breaks=breaks_of(own, others))
    assert [note.text for note in figure.layout.annotations if note.textangle == -90] == [said]


def test_small_charts_stand_region_by_region() -> None:
    rows = [
        {"agency": name, "region_code": code, "year": year, "value": value}
        for name, code, value in (("甲", "430000", 5), ("乙", "110000", 9), ("丙", "420000", 8))
        for year in (2019, 2020)
    ]
    figure = draw_small_years(compare_years(make_facts(*rows)), CAPTION)
    written = [note.text for note in sorted(figure.layout.annotations, key=lambda note: -note.y) if note.yref != "paper"]
    told = [words for words in written if not words.isdigit()]
    assert told == ["华北", "乙", "华中", "丙", "甲"]


def test_small_charts_show_restatements_and_breaks_in_their_own_place() -> None:
    first = {"agency": "甲", "value": 100, "published_on": date(2021, 3, 1), "fact_id": "before"}
    again = {"agency": "甲", "value": 120, "published_on": date(2022, 3, 1)}
    rows = [first, again, *({"agency": "甲", "year": year, "value": 130} for year in (2021, 2023))]
    rows += [{"agency": name, "year": year, "value": 90} for name in "乙丙" for year in (2020, 2023)]
    own = make_facts(*rows)
    others = make_facts({"agency": "甲", "year": 2022, "value": 7, "scope": "agency"})
    figure = draw_small_years(compare_years(own), CAPTION, breaks=breaks_of(own, others))
    marked = {str(trace.marker.symbol): trace for trace in figure.data if trace.mode == "markers"}
    assert [row[0] for row in marked["x-thin-open"].customdata] == ["before"]
    assert [row[0] for row in marked["diamond-wide-open"].customdata] == [name_line_year(others.iloc[0])]
    assert "修订前公布" in words_of(figure)
