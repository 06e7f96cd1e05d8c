"""Tables on a phone: names of metrics leave room for the figure beside them, and are not cut off themselves."""

from __future__ import annotations

import pandas as pd
import pytest

from yearbook.charts.text_metrics import wrap_text
from yearbook.ui.tables import LETTER, LINE, PADDING, PHONE, WIDEST, WRAPPED, leave_room

SHORT = "人均用水量增减率"
ENGLISH = ["Change in carbon emissions per square metre", "Share of resource-conserving offices", "Total energy use"]


@pytest.mark.parametrize(
    ("names", "beside", "height"),
    [
        ([SHORT], 90, None),
        ([*[SHORT] * 9, "单位建筑面积二氧化碳排放增减率"], 170, None),  # one of ten is not worth higher rows
        (["单位建筑面积碳排放增减率", SHORT], 190, WRAPPED),
        (ENGLISH, 135, 67),
        (["Reception batches of all institutions of a province in a year by kind"], 190, 167),
    ],
)
def test_rows_are_as_high_as_the_lines_of_names_need(names: list[str], beside: float, height: int | None) -> None:
    options = leave_room(pd.Series(names), beside)
    assert options["row_height"] == height
    if height:
        room = options["widths"]["metric"] - PADDING
        assert all(len(wrap_text(name, room, LETTER)) * LINE <= height for name in names)


@pytest.mark.parametrize(("names", "beside"), [([SHORT], 250), (ENGLISH, 90), (ENGLISH, 159)])
def test_names_leave_the_figure_its_room(names: list[str], beside: float) -> None:
    assert leave_room(pd.Series(names), beside)["widths"]["metric"] <= PHONE - beside + 1


@pytest.mark.parametrize("names", [[SHORT], ENGLISH])
def test_where_names_do_not_wrap_rows_have_one_line_and_names_more_room(names: list[str]) -> None:
    options, narrow = leave_room(pd.Series(names), 200, wraps=False), leave_room(pd.Series(names), 200)
    assert options["row_height"] is None
    assert narrow["widths"]["metric"] < options["widths"]["metric"] <= WIDEST
