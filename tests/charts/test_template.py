"""The look: legible on white and on dark, words that fit a phone, one button."""

from __future__ import annotations

import pytest

from yearbook.charts.template import COLOURS, GREY, Caption, FigureSpec, make_chart_config, polish
from yearbook.charts.text_metrics import balance_text, escape, measure_text, shorten_text, wrap_text
from yearbook.charts.tile_map import DARK, SHADES, WHITE


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("background", ["#FFFFFF", "#0F1520"])
@pytest.mark.parametrize("colour", [*COLOURS, GREY])
def test_every_colour_holds_on_white_and_on_dark(colour: str, background: str) -> None:
    assert contrast(colour, background) >= 3


@pytest.mark.parametrize("shade", SHADES)
def test_letters_on_tiles_are_legible(shade: str) -> None:
    assert contrast(shade, WHITE if shade == COLOURS[0] else DARK) >= 4.5


@pytest.mark.parametrize(
    "text",
    [
        "2024年新能源汽车占新增车辆比例：常州最高，93%；中位数80.41%",
        "New-energy share of vehicles acquired 2024: Changzhou highest, 93%; median 80.41%",
        "一" * 100,
        "x" * 200,
    ],
)
def test_wrapped_text_fits_and_loses_nothing(text: str) -> None:
    lines = wrap_text(text, 200, 15)
    assert all(measure_text(line, 15) <= 200 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_no_line_begins_with_a_comma_and_no_number_is_cut() -> None:
    for width in range(100, 330, 7):
        lines = wrap_text("全国人均综合能耗2023年为317.16千克标准煤，比上年减少4.11千克", width, 12)
        assert not any(line[0] in "，。；）%" for line in lines)
        assert "317.16" in "|".join(lines)


@pytest.mark.parametrize("name", ["Energy-conserving offices", "Energy-efficiency leaders", "Waste-sorting coverage"])
def test_balanced_lines_keep_their_words_whole(name: str) -> None:
    lines = balance_text(name, 120, 11)
    assert len(lines) > 1
    assert " ".join(lines) == name


@pytest.mark.parametrize("width", range(150, 400, 10))
def test_a_number_is_never_broken_at_its_comma(width: int) -> None:
    assert any("1,982个" in line for line in wrap_text("2025年新建充电桩数：天津最高，1,982个；中位数1,380个", width, 15))


def test_balanced_lines_leave_no_letter_alone() -> None:
    assert min(len(line) for line in balance_text("公务用车购置及运行维护费", 110, 12)) >= 5


def test_a_long_title_ends_in_an_ellipsis() -> None:
    short = shorten_text("一" * 50, 120)
    assert short.endswith("…")
    assert measure_text(short) <= 120


def test_marks_become_no_tags() -> None:
    assert escape("<3.1 & >2") == "&lt;3.1 &amp; &gt;2"


def test_a_longer_title_makes_room_for_itself() -> None:
    one = polish(FigureSpec(), Caption("短"), 100)
    two = polish(FigureSpec(), Caption("很长的题目" * 8), 100)
    assert two.layout.margin.t > one.layout.margin.t
    assert two.layout.height - one.layout.height == two.layout.margin.t - one.layout.margin.t
    assert "<br>" in two.layout.title.text


def test_a_wide_place_needs_no_second_line() -> None:
    assert "<br>" not in polish(FigureSpec(), Caption("很长的题目" * 8, width=900), 100).layout.title.text


def test_the_only_button_saves_the_picture_under_a_speaking_name() -> None:
    config = make_chart_config("机关事务_能耗", "zh", "svg")
    assert config["modeBarButtons"] == [["toImage"]]
    assert config["displaylogo"] is False
    assert config["toImageButtonOptions"] == {"format": "svg", "filename": "机关事务_能耗", "scale": 2}
    assert "下载图片" in config["locales"][config["locale"]]["dictionary"].values()
