"""Tables as they arrive in a text, whatever separates their cells: each becomes rows of cells, and no numeral spans two."""

from __future__ import annotations

import pytest

from yearbook.extraction.grids.layout import MOST_CELLS
from yearbook.extraction.mentions.passage import read_passage

CASES = {
    "bars": "项目 | 甲县 | 乙县\n车辆 | 12 | 30\n房间 | 4 | 5",
    "bars at both ends": "| 项目 | 甲县 | 乙县 |\n| --- | --- | --- |\n| 车辆 | 12 | 30 |\n| 房间 | 4 | 5 |",
    "tabs": "项目\t甲县\t乙县\n车辆\t12\t30\n房间\t4\t5",
    "several blanks": "项目    甲县   乙县\n车辆      12     30\n房间       4      5",
    "a cell a line": "项目\n甲县\n乙县\n车辆\n12\n30\n房间\n4\n5",
    "a cell a line, blank lines between": "项目\n\n甲县\n\n乙县\n\n车辆\n\n12\n\n30\n\n房间\n\n4\n\n5",
    "a cell a line, a bar behind": "项目 |\n甲县 |\n乙县 |\n车辆 |\n12 |\n30 |\n房间 |\n4 |\n5 |",
    "a cell a line, a bar before": "项目\n| 甲县\n| 乙县\n车辆\n| 12\n| 30\n房间\n| 4\n| 5",
    "a cell a line, a line for the bar behind it": "项目\n|\n甲县\n|\n乙县\n|\n车辆\n|\n12\n|\n30\n|\n房间\n|\n4\n|\n5\n|",
    "a drawn table": "┏━━┳━━┳━━┓\n┃项目┃甲县┃乙县┃\n┣━━╋━━╋━━┫\n┃车辆┃12┃30┃\n┃房间┃4┃5┃\n┗━━┻━━┻━━┛",
    "printed lines": "项目 甲县 乙县\n车辆 12 30\n房间 4 5",
}


def grid_of(text: str) -> list[list[str]]:
    (grid,) = read_passage(text).grids
    return [[text[slice(*cell)] for cell in row.cells] for row in grid.rows]


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_every_layout_gives_the_same_rows(text: str) -> None:
    assert grid_of(text) == [["项目", "甲县", "乙县"], ["车辆", "12", "30"], ["房间", "4", "5"]]


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_a_page_may_end_between_any_two_lines_below_the_headings(text: str) -> None:
    lines = text.split("\n")
    below = next(number for number, line in enumerate(lines) if "车辆" in line)
    for number in range(below + 1, len(lines)):
        paged = "\n".join([*lines[:number], "- 2 -", *lines[number:]])
        assert grid_of(paged) == grid_of(text), paged
        assert [mention.text for mention in read_passage(paged).mentions if mention.role == "name"] == ["2"]


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("项目\t甲\t乙\n在编\t412\t350\n在岗\t398\t341", ["412", "350", "398", "341"]),
        ("项目   甲   乙\n在编   412   350\n在岗   398   341", ["412", "350", "398", "341"]),
        ("项目 甲 乙 丙\n在编 1,204 611 902\n在岗 1,180 598 877", ["1,204", "611", "902", "1,180", "598", "877"]),
        ("项目\t今年\t增减\n水费\t8.7\t-12.1\n电费\t9.2\t-3.4", ["8.7", "-12.1", "9.2", "-3.4"]),
        (
            "科目 去年 今年\n水费 1 962.40 1 804.75\n电费 0.00 58.30\n气费 7.10 8.20",
            ["1 962.40", "1 804.75", "0.00", "58.30", "7.10", "8.20"],
        ),
        ("工作一览：\n培训………………1,316 场\n来访…………………205 批", ["1,316 场", "205 批"]),
        (  # the number of a page between two cells of a row
            "项目 |\n甲县 |\n乙县 |\n车辆 |\n12 |\n7\n30 |\n房间 |\n4 |\n5 |",
            ["12", "7", "30", "4", "5"],
        ),
    ],
)
def test_numerals_of_neighbouring_cells_stay_apart(text: str, numerals: list[str]) -> None:
    assert [mention.text for mention in read_passage(text).mentions if mention.role == "quantity"] == numerals


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (  # a label that runs over lines around its numbers
            "科目 去年 今年\n（一）车辆购置及\n71.15 90.20\n运行费\n（二）接待费 1.25 6.25",
            [["科目", "去年", "今年"], ["（一）车辆购置及", "71.15", "90.20"], ["（二）接待费", "1.25", "6.25"]],
        ),
        (  # the unit before the value, and names of groups
            "指标\n单位\n数值\n一、车辆\n在用\n辆\n12\n封存\n辆\n3\n二、房间\n空置\n间\n4",
            [
                ["指标", "单位", "数值"],
                ["一、车辆"],
                ["在用", "辆", "12"],
                ["封存", "辆", "3"],
                ["二、房间"],
                ["空置", "间", "4"],
            ],
        ),
        (  # headings, and as many values behind them
            "数据\n来访批次\n来访人次\n就餐人次\n8\n92\n410",
            [["来访批次", "来访人次", "就餐人次"], ["8", "92", "410"]],
        ),
        (  # a title above the first cell, a cell of two lines, one without words
            "接待情况\n项目\n|\n来访\n批次\n|\n人次\n|\n今年\n|\n8\n|\n92\n|\n去年\n||\n85\n|",
            [["项目", "来访\n批次", "人次"], ["今年", "8", "92"], ["去年", "", "85"]],
        ),
        (  # headings above others, read row by row
            "科目 |\n合计 |\n车辆费 |\n接待费 |\n小计 |\n购置 |\n运行 |"
            "\n今年 |\n9 |\n7 |\n3 |\n4 |\n2 |\n去年 |\n8 |\n6 |\n3 |\n3 |\n2 |",
            [
                ["科目", "合计", "车辆费", "接待费"],
                ["小计", "购置", "运行"],
                ["今年", "9", "7", "3", "4", "2"],
                ["去年", "8", "6", "3", "3", "2"],
            ],
        ),
    ],
)
def test_rows_are_found_where_lines_do_not_show_them(text: str, rows: list[list[str]]) -> None:
    assert grid_of(text) == rows


@pytest.mark.parametrize(
    "text",
    [
        "全年处置公务用车35台。\n新购 12 台，\n其中新能源 8 台。",
        "一、总体情况\n二、主要做法\n三、下一步",
        "共建成车位60\n个，\n投入使用",
    ],
)
def test_prose_is_no_table(text: str) -> None:
    assert read_passage(text).grids == []


@pytest.mark.parametrize(("cells", "rows"), [(MOST_CELLS - 1, 1), (MOST_CELLS, 0)])
def test_a_row_of_more_cells_than_people_read_is_no_table(cells: int, rows: int) -> None:
    grids = read_passage("车辆 | " + " | ".join("12" for _ in range(cells))).grids
    assert sum(len(grid.rows) for grid in grids) == rows


def test_labels_that_end_before_a_column_of_units_are_read() -> None:
    passage = read_passage("1,207\n件\n累计领用3,018本4\n件\n登记单位\n56\n万元")
    assert {mention.text for mention in passage.mentions} >= {"1,207", "3,018本", "56"}
