"""What charts promise: every point leads to a fact, gaps stay gaps, doubt is drawn, nothing is clipped by design."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio
import pytest

from tests.analysis.edition import standings_of
from tests.analysis.factory import make_facts
from yearbook.analysis.comparability import make_block
from yearbook.analysis.coverage import STATES, cover_agencies, cover_metrics
from yearbook.analysis.ranking import rank_figures
from yearbook.analysis.year_on_year import compare_years
from yearbook.charts.change_bars import draw_change_bars
from yearbook.charts.coverage_grid import draw_coverage_grid
from yearbook.charts.few_years import draw_year_dots
from yearbook.charts.hover import share_words
from yearbook.charts.peer_strips import draw_peer_strips
from yearbook.charts.ranked_bars import draw_ranked_bars, draw_share_dots
from yearbook.charts.template import CLEAR, COLOURS, GREY, Caption
from yearbook.charts.tile_map import draw_tile_map
from yearbook.charts.year_lines import draw_year_lines

CAPTION = Caption("甲最高", "单位：吨标准煤", "来源：示例 · 第1版")
REGIONS = pd.DataFrame(
    {
        "region_code": ["110000", "430000", "100000"],
        "name_zh": ["北京市", "湖南省", "全国"],
        "name_en": ["Beijing", "Hunan", "China"],
        "tile_row": [1, 5, np.nan],
        "tile_col": [6, 4, np.nan],
    }
)
FACTS = make_facts(
    {"agency": "甲", "year": 2018, "value": 31000, "qualifier": "more_than", "region_code": "430000"},
    {"agency": "甲", "year": 2020, "value": 52000, "region_code": "430000"},
    {"agency": "乙", "year": 2018, "value": 40000, "status": "unverified"},
    {"agency": "乙", "year": 2019, "value": 42000, "status": "unverified"},
    {"agency": "乙", "year": 2020, "value": 44000, "status": "unverified"},
    {"agency": "丙", "year": 2020, "value": 10000},
)
SHARES = FACTS.assign(value=FACTS["value"] / 1000, unit="percent", kind="rate")
AGENCIES = pd.DataFrame(
    {
        "agency_id": ["甲-goa", "乙-goa"], "name_zh": ["甲局", "乙局"], "name_en": ["A Bureau", "B Bureau"],
        "short_zh": ["甲", "乙"], "region_en": ["A", "B"], "body_kind": ["office_affairs", "other"],
        "admin_level": ["province", "province"],
    }
)  # fmt: skip
METRICS = pd.DataFrame({"metric_id": ["energy.use"], "metric_zh": ["用能"], "metric_en": ["Energy use"]})

DRAW: dict[str, Callable[[pd.DataFrame, Any], go.Figure]] = {
    "ranked bars": lambda facts, language: draw_ranked_bars(rank_figures(facts), CAPTION, language, reference=("全国", 30000)),
    "year lines": lambda facts, language: draw_year_lines(compare_years(facts), CAPTION, language),
    "change bars": lambda facts, language: draw_change_bars(compare_years(facts), CAPTION, language, rows="agency"),
    "year dots": lambda facts, language: draw_year_dots(compare_years(facts), 2018, 2020, CAPTION, language),
    "share dots": lambda facts, language: draw_share_dots(rank_figures(SHARES.iloc[: len(facts)]), CAPTION, language),
    "tile map": lambda facts, language: draw_tile_map(facts, REGIONS, CAPTION, language, chosen="430000"),
    "peer strips": lambda facts, language: draw_peer_strips(standings_of(facts, "甲-goa", 3), CAPTION, language),
    "agency coverage": lambda facts, language: draw_coverage_grid(cover_agencies(facts, AGENCIES), CAPTION, language),
    "metric coverage": lambda facts, language: draw_coverage_grid(
        cover_metrics(facts, AGENCIES, METRICS), CAPTION, language, rows="metric", columns="agency"
    ),
}


def points_of(figure: go.Figure) -> list[tuple[Any, Any]]:
    return [(trace, row) for trace in figure.data if trace.customdata is not None for row in trace.customdata]


def fill(template: str, row: Any) -> str:
    """What the browser makes of a hovertemplate."""
    return re.sub(r"%\{customdata\[(\d+)\]\}", lambda found: str(row[int(found[1])]), template)


@pytest.mark.parametrize(
    ("texts", "longest"),
    [
        (["<b>甲</b><br>能耗 1吨<br>2020年", "<b>乙</b><br>能耗 2吨<br>2020年"], 2),
        (["<b>甲</b><br>能耗 1吨", "<b>甲</b>"], 1),
        (["<b>甲</b>", "<b>甲</b>"], 0),
        (["<b>甲</b>"], 0),
        (["<b>100%{customdata[0]}甲</b>", "<b>100%{customdata[0]}乙</b>"], 1),
    ],
)
def test_words_in_common_stand_in_the_template_once(texts: list[str], longest: int) -> None:
    template, rests = share_words(texts)
    assert [fill(template, ["f", *rest]) for rest in rests] == texts
    assert max(map(len, rests)) == longest


def words_of(figure: go.Figure) -> str:
    return " ".join([figure.layout.title.text or "", *(note.text for note in figure.layout.annotations)])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", DRAW)
def test_every_point_leads_to_a_fact_and_says_what_it_is(name: str, language: Any) -> None:
    known = {*FACTS["fact_id"], *SHARES["fact_id"], ""}
    rows = points_of(DRAW[name](FACTS, language))
    assert rows
    for trace, row in rows:
        assert row[0] in known
        assert fill(trace.hovertemplate, row).startswith("<b>")
        assert trace.hovertemplate.endswith("<extra></extra>")
    assert any(row[0] for _, row in rows)


@pytest.mark.parametrize("name", DRAW)
def test_a_chart_of_nothing_says_so(name: str) -> None:
    figure = DRAW[name](make_facts(), "zh")
    if name not in ("tile map", "metric coverage"):  # these show that nothing is on record
        assert "无数据" in words_of(figure)
    assert figure.layout.height >= 120


@pytest.mark.parametrize("name", DRAW)
def test_title_source_and_edition_stand_inside_the_picture(name: str) -> None:
    words = words_of(DRAW[name](FACTS, "zh"))
    assert "甲最高" in words
    assert "单位：吨标准煤" in words
    assert "来源：示例 · 第1版" in words


@pytest.mark.parametrize("name", DRAW)
def test_plotly_finds_nothing_wrong(name: str) -> None:
    drawn = json.loads(pio.to_json(DRAW[name](FACTS, "zh"), validate=False))
    checked = go.Figure(data=drawn["data"], layout=drawn["layout"])  # raises for an unknown name or a value out of range
    assert len(checked.data) == len(drawn["data"])


@pytest.mark.parametrize("name", DRAW)
def test_the_theme_keeps_its_fonts_and_backgrounds(name: str) -> None:
    layout = DRAW[name](FACTS, "zh").layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == CLEAR
    assert layout.font.family is None
    assert layout.font.color is None
    assert layout.title.font.color is None


@pytest.mark.parametrize("name", DRAW)
def test_at_most_four_colours_beside_grey(name: str) -> None:
    written = pio.to_json(DRAW[name](FACTS, "zh"), validate=False)
    used = {colour.upper() for colour in re.findall(r"#[0-9A-Fa-f]{6}", written)}
    assert len(used & set(COLOURS)) <= 4


@pytest.mark.parametrize("name", DRAW)
def test_drawing_leaves_the_frame_as_it_was(name: str) -> None:
    before = FACTS.copy(deep=True)
    DRAW[name](FACTS, "zh")
    assert FACTS.equals(before)


def test_a_bar_to_be_verified_is_hollow_and_the_note_says_so() -> None:
    figure = draw_ranked_bars(rank_figures(FACTS, 2020), CAPTION)
    bar = figure.data[0]
    hollow = dict(zip((row[1] for row in bar.customdata), bar.marker.color, strict=True))
    assert hollow["乙-goa"] == CLEAR
    assert hollow["甲-goa"] == COLOURS[0]
    assert "空心为待核实" in words_of(figure)


@pytest.mark.parametrize(("largest", "said"), [(11.0, "Median 0.9"), (0.99, "Median 900 million yuan")])
def test_the_median_stands_in_the_unit_of_the_bars(largest: float, said: str) -> None:
    values = (0.5, 0.8, 0.9, 0.95, largest)
    facts = make_facts(
        *({"agency": name, "value": value * 1e9, "unit": "yuan"} for name, value in zip("甲乙丙丁戊", values, strict=True))
    )
    figure = draw_ranked_bars(rank_figures(facts, 2020), CAPTION, "en")
    assert said in [note.text for note in figure.layout.annotations]


def test_a_value_that_is_not_exact_is_marked_beside_its_bar() -> None:
    figure = draw_ranked_bars(rank_figures(FACTS, 2018), CAPTION)
    assert list(figure.data[0].text) == ["超3.1", "4"]


def test_bars_stand_in_the_order_of_the_ranking_with_the_first_on_top() -> None:
    bar = draw_ranked_bars(rank_figures(FACTS, 2020), CAPTION).data[0]
    assert [row[1] for row in bar.customdata] == ["丙-goa", "乙-goa", "甲-goa"]
    assert list(bar.y) == [2, 1, 0]
    assert list(bar.x) == [1, 4.4, 5.2]


def test_the_rest_of_a_highlighted_agency_is_grey() -> None:
    bar = draw_ranked_bars(rank_figures(FACTS, 2020), CAPTION, highlight=["甲-goa"]).data[0]
    assert list(bar.marker.line.color) == [GREY, GREY, COLOURS[0]]


def test_where_all_figures_fall_the_bars_still_begin_on_the_left() -> None:
    falls = make_facts(*({"agency": agency, "value": value} for agency, value in (("甲", -5), ("乙", -2))))
    start, end = draw_ranked_bars(rank_figures(falls), CAPTION).layout.xaxis.range
    assert start == 0
    assert end < -5


def test_a_missing_year_breaks_the_line() -> None:
    figure = draw_year_lines(compare_years(FACTS[FACTS["agency_id"] == "甲-goa"]), CAPTION)
    (line,) = figure.data
    assert list(line.x) == [2018, 2019, 2020]
    assert line.y[1] is None
    assert line.connectgaps is False
    assert line.customdata[1][0] == ""
    assert "断开处为数据缺失年份" in words_of(figure)


def test_the_axis_has_whole_years_only() -> None:
    axis = draw_year_lines(compare_years(FACTS), CAPTION).layout.xaxis
    assert list(axis.tickvals) == [2018, 2019, 2020]
    assert list(axis.ticktext) == ["2018", "2019", "2020"]


def test_a_line_is_named_at_its_end_and_not_in_a_legend() -> None:
    figure = draw_year_lines(compare_years(FACTS), CAPTION)
    assert figure.layout.showlegend is False
    assert {"甲", "乙", "丙"} <= {note.text for note in figure.layout.annotations}


def test_without_a_second_year_the_values_stand_with_their_years_and_no_line() -> None:
    figure = draw_year_lines(
        compare_years(make_facts({"agency": "甲", "value": 5}, {"agency": "乙", "year": 2017, "value": 9})), CAPTION
    )
    [bar] = figure.data
    assert (bar.type, list(bar.text), list(bar.y)) == ("bar", ["5", "9"], [1, 0])
    assert list(figure.layout.yaxis.ticktext) == ["甲 2020年", "乙 2017年"]
    assert bar.marker.line.color[0] != bar.marker.line.color[1]
    assert "仅有1年数据" in words_of(figure)


def test_names_at_the_ends_of_lines_do_not_touch() -> None:
    names = tuple(enumerate("甲乙丙丁"))
    close = make_facts(*({"agency": name, "year": year, "value": 100 + place} for place, name in names for year in (2019, 2020)))
    figure = draw_year_lines(compare_years(close), CAPTION)
    low, high = figure.layout.yaxis.range
    heights = sorted(
        (note.y - low) / (high - low) * 250 + note.yshift for note in figure.layout.annotations if note.text in tuple("甲乙丙丁")
    )
    assert min(np.diff(heights)) >= 15


def test_only_four_lines_are_coloured() -> None:
    many = make_facts(
        *({"agency": agency, "year": year, "value": 1 + year % 7} for agency in "甲乙丙丁戊己" for year in (2019, 2020))
    )
    colours = [trace.line.color for trace in draw_year_lines(compare_years(many), CAPTION).data]
    assert colours.count(GREY) == 2
    assert set(colours) == {GREY, *COLOURS}


@pytest.mark.parametrize(
    ("highlight", "coloured", "said"),
    [
        (["己-goa"], 1, ["己", "其他5个主体"]),
        (["己-goa", "甲-goa"], 2, ["其他4个主体"]),
        (["nobody"], 4, []),
        ([f"{agency}-goa" for agency in "甲乙丙丁戊己"], 4, []),
    ],
)
def test_only_what_is_highlighted_is_coloured_and_the_legend_names_it(
    highlight: list[str], coloured: int, said: list[str]
) -> None:
    many = make_facts(
        *({"agency": agency, "year": year, "value": 1 + year % 7} for agency in "甲乙丙丁戊己" for year in (2019, 2020))
    )
    figure = draw_year_lines(compare_years(many), CAPTION, highlight=highlight)
    assert sum(trace.line.color != GREY for trace in figure.data) == coloured
    assert [words for words in said if words not in words_of(figure)] == []
    assert ("其他" in words_of(figure)) is bool(said)


def test_a_change_over_several_years_is_grey_and_names_the_year_it_is_against() -> None:
    figure = draw_change_bars(compare_years(FACTS[FACTS["agency_id"] == "甲-goa"]), CAPTION)
    (bar,) = figure.data
    assert list(bar.marker.color) == [GREY]
    assert list(figure.layout.yaxis.ticktext) == ["2020 较2018"]
    assert list(bar.text) == ["约+67.7%"]


def test_a_published_change_that_contradicts_is_ringed() -> None:
    change = {"metric_id": "energy.use_change", "kind": "change", "unit": "percent", "baseline": "previous_year", "year": 2020}
    facts = make_facts(
        {"year": 2019, "value": 200}, {"year": 2020, "value": 150}, change | {"value": -10.0, "fact_id": "published"}
    )
    figure = draw_change_bars(compare_years(facts).query("kind == 'flow'"), CAPTION)
    diamond = figure.data[1]
    assert (list(diamond.x), list(diamond.marker.symbol)) == ([-10], ["diamond-x-open"])
    assert diamond.customdata[0][0] == "published"
    assert "不一致" in words_of(figure)


def test_a_tile_without_a_figure_is_faint_and_still_leads_to_its_region() -> None:
    tiles = draw_tile_map(FACTS[FACTS["year"] == 2020], REGIONS, CAPTION).data[0]
    rows = {row[2]: (row[0], colour) for row, colour in zip(tiles.customdata, tiles.marker.color, strict=True)}
    assert set(rows) == {"110000", "430000"}
    assert rows["110000"][0] == ""
    assert rows["430000"][0] != ""
    assert rows["110000"][1] != rows["430000"][1]


def test_a_cell_of_the_coverage_says_its_state_in_words() -> None:
    figure = draw_coverage_grid(cover_agencies(FACTS, AGENCIES), CAPTION)
    hovers = {(row[1], row[2]): fill(trace.hovertemplate, row) for trace, row in points_of(figure)}
    assert "未收录" in hovers["甲-goa", "2019"]
    assert "已公布" in hovers["甲-goa", "2020"]
    assert "待核实" in hovers["乙-goa", "2019"]
    assert {STATES[row[4]] for _, row in points_of(figure)} == {"published", "unverified", "absent"}
    assert "已公布" in words_of(figure)
    assert "未识别" not in words_of(figure)


def test_the_height_grows_with_the_rows() -> None:
    few, many = (
        draw_ranked_bars(rank_figures(make_facts(*({"agency": chr(0x4E00 + i)} for i in range(count)))), CAPTION).layout.height
        for count in (5, 30)
    )
    assert many - few >= 25 * 20


@pytest.mark.parametrize("draw", [draw_ranked_bars, draw_share_dots])
def test_of_many_rows_the_first_and_the_highlighted_are_drawn_and_the_rest_is_counted(draw: Any) -> None:
    facts = make_facts(*({"agency": chr(0x4E00 + i), "value": 100 - i} for i in range(60)))
    ranking = rank_figures(make_block(facts))  # columns of objects, as pages have them
    last = ranking.frame["agency_id"].iloc[-1]
    figure = draw(ranking, CAPTION, highlight=[last])
    assert [row[1] for row in figure.data[0].customdata] == [*ranking.frame["agency_id"][:40], last]
    assert "（第60位）" in figure.layout.yaxis.ticktext[-1]
    assert "第40位" not in figure.layout.yaxis.ticktext[39]
    assert "共60个" in words_of(figure).replace("<br>", "")
    whole = draw(ranking, CAPTION, most=60)
    assert len(whole.data[0].x) == 60
    assert "共60个" not in words_of(whole).replace("<br>", "")


def test_figures_kept_as_objects_are_drawn_as_numbers() -> None:
    figures = make_facts({"value": 30000, "agency": "甲"}, {"value": 20000, "agency": "乙"})
    as_objects = figures.assign(value=figures["value"].astype("object"))
    bars, plain = (draw_ranked_bars(rank_figures(one), CAPTION).data[0] for one in (as_objects, figures))
    assert list(bars.x) == list(plain.x)


def test_a_choice_between_two_figures_of_an_agency_is_said() -> None:
    twice = make_facts({"value": 1, "status": "unverified"}, {"value": 2})
    assert "1个主体同一年有多个数据" in words_of(draw_ranked_bars(rank_figures(twice), CAPTION)).replace("<br>", "")
    assert "多个数据" not in words_of(draw_ranked_bars(rank_figures(FACTS, 2020), CAPTION))
