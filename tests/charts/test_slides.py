"""Slides: the values of a chart as a native chart, or its points as a native table; source and edition on each."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pptx
import pypdfium2
import pytest

from tests.charts.test_charts import DRAW, FACTS
from yearbook.charts.slides.deck import PARTS, ROWS, SLIDES, count_lines, write_deck
from yearbook.charts.slides.figure_reading import ChartContent, read_figure

LINE = "来源：公开资料 · 第7版"
WORDS = {"who": "机构", "what": "数据", "when": "时间", "more": "共{count}条，列出{shown}条"}


def read(name: str) -> ChartContent:
    return read_figure(DRAW[name](FACTS, "zh"), "所见")


def make(*charts: ChartContent) -> Any:
    return pptx.Presentation(io.BytesIO(write_deck(charts, "公务用车", "标题", LINE, datetime(2026, 1, 2), WORDS)))


def values_of(content: ChartContent) -> dict[str, dict[str, float]]:
    """The values by series and category."""
    return {
        one.name: {name: value for name, value in zip(content.categories, one.values, strict=True) if value is not None}
        for one in content.series
    }


def test_bars_keep_their_names_values_and_order() -> None:
    content = read("ranked bars")
    assert (content.form, content.categories) == ("bars", ["丙", "乙", "甲"])  # the less energy, the better
    assert list(values_of(content).values()) == [{"丙": 1.0, "乙": 4.4, "甲": 5.2}]
    assert content.series[0].hollow == [False, True, False]


def test_lines_keep_their_bodies_years_and_gaps() -> None:
    content = read("year lines")
    assert content.categories == ["2018", "2019", "2020"]
    lines = values_of(content)
    assert {name[0]: values for name, values in lines.items()}["甲"] == {"2018": 3.1, "2020": 5.2}
    assert [one.values[1] for one in content.series if one.name.startswith("甲")] == [None]


def test_two_years_are_two_series() -> None:
    content = read("year dots")
    assert list(values_of(content)) == ["2018年", "2020年"]
    assert values_of(content)["2020年"] == {"甲": 5.2, "乙": 4.4}


@pytest.mark.parametrize(("name", "figure"), [("tile map", "用能 3.1万余吨标准煤"), ("peer strips", "用能 5.2万吨标准煤")])
def test_a_drawing_without_rows_becomes_a_table_of_its_figures(name: str, figure: str) -> None:
    content = read(name)
    assert content.form == "table"
    assert figure in {told for who, told, _ in content.points if who.startswith("甲")}


@pytest.mark.parametrize("name", DRAW)
def test_every_chart_tells_its_finding_unit_and_source(name: str) -> None:
    content = read(name)
    assert content.title == "甲最高"
    assert content.subtitle.startswith("单位：吨标准煤")
    assert content.foot.endswith("来源：示例 · 第1版")
    assert content.form == "table" or any(value is not None for one in content.series for value in one.values)


def test_a_slide_has_a_native_chart_with_the_values() -> None:
    _, slide = make(read("ranked bars")).slides
    (chart,) = (shape.chart for shape in slide.shapes if shape.has_chart)
    assert list(chart.plots[0].categories) == ["丙", "乙", "甲"]
    assert list(chart.plots[0].series[0].values) == [1.0, 4.4, 5.2]
    assert chart.part.chart_workbook.xlsx_part.blob.startswith(b"PK")  # what Edit data opens


def test_every_slide_says_source_and_edition() -> None:
    deck = make(*map(read, DRAW))
    for slide in deck.slides:
        assert any(LINE in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


LONG = "各省区市机关事务管理部门配备更新车辆中新能源汽车占比与集中统一管理后的公务用车保有量" * 3


@pytest.mark.parametrize(
    "content",
    [
        *map(read, DRAW),
        replace(read("ranked bars"), title=LONG, subtitle=LONG * 2, foot="\n".join([LONG] * 4)),
        replace(read("tile map"), points=[(LONG[:40], LONG[:40], "2020年")] * ROWS),
    ],
    ids=[*DRAW, "long words", "long cells"],
)
def test_no_words_run_over_the_edge_of_their_box(content: ChartContent) -> None:
    for slide in make(content).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                assert _measure(shape.text_frame, shape.width.inches) <= shape.height.inches + 0.01
            if shape.has_table:
                widths = [column.width.inches for column in shape.table.columns]
                heights = [max(map(_measure, [cell.text_frame for cell in row.cells], widths)) for row in shape.table.rows]
                assert shape.top.inches + sum(heights) <= 6.46  # where the foot begins


def _measure(frame: Any, width: float) -> float:
    """The height in inches of the lines of a box, with what PowerPoint keeps free around them."""
    runs = [run for paragraph in frame.paragraphs for run in paragraph.runs]
    return sum(count_lines(run.text, run.font.size.pt, width - 0.2) * run.font.size.pt * 1.2 / 72 for run in runs) + 0.1


def test_a_long_table_goes_on_and_a_deck_ends() -> None:
    points = [(f"第{number}局", "1辆", "2020年") for number in range(ROWS + 1)]
    long = ChartContent("长", "", "", "table", [], [], points)
    assert len(make(long).slides) == 3
    assert len(make(*[long] * SLIDES).slides) == SLIDES
    longer = make(replace(long, points=points * 3)).slides
    assert len(longer) == 1 + PARTS
    assert any(f"共{3 * len(points)}条" in shape.text_frame.text for shape in longer[2].shapes if shape.has_text_frame)
    tables = [shape.table for slide in make(long).slides for shape in slide.shapes if shape.has_table]
    assert [table.cell(0, 0).text for table in tables] == ["机构"] * 2


def test_libreoffice_opens_the_deck(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None or not (Path(soffice).resolve().parent / "libsdlo.so").exists():
        pytest.skip("LibreOffice Impress is not installed")
    contents = [read(name) for name in DRAW]
    file = tmp_path / "deck.pptx"
    file.write_bytes(write_deck(contents, "公务用车", "标题", LINE, datetime(2026, 1, 2), WORDS))
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(file)], check=True, capture_output=True, timeout=240)
    with pypdfium2.PdfDocument(tmp_path / "deck.pdf") as printed:
        texts = ["".join(page.get_textpage().get_text_range().split()) for page in printed]
    assert len(texts) == len(pptx.Presentation(file).slides)
    assert all("".join(LINE.split()) in text for text in texts)
    assert any("丙" in text and "4.4" in text for text in texts)
