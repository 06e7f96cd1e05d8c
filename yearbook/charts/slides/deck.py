"""Charts as slides of a PPTX file: native charts and tables to be edited, each with its source and edition."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from yearbook.charts.slides.figure_reading import ChartContent, Series
from yearbook.charts.text_metrics import measure_text

SLIDES, ROWS, PARTS = 24, 13, 2  # of a deck at most; of a table on one slide; slides of one table
WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.6  # inches
TITLE, SUBTITLE, BODY, FOOT = 24, 14, 12, 10.5  # points
FONT, BLUE, SOFT = "Microsoft YaHei", "12436D", "566073"
NUMBER = "#,##0.##"
INSETS, CELL_INSETS, LINE = (0.2, 0.1), 0.1, 1.2  # inches that PowerPoint keeps free, across and down; a line's height in letters
SHRINK, SMALLEST = 0.92, 0.5  # steps in which letters become smaller until words have room, and where that ends
COLUMNS, TABLE_HEIGHT = (0.28, 0.37, 0.35), 4.5  # shares of the width; inches from a table's top to the foot
HEADS = ("who", "what", "when")  # of a table
BLANK = 6  # the layout without any place in python-pptx's own template


def write_deck(
    charts: Sequence[ChartContent], heading: str, about: str, edition_line: str, made_at: datetime, words: Mapping[str, str]
) -> bytes:
    """The file: a slide with the heading and what it is about, then one for each chart, several where a table is long. `words`
    head tables (see HEADS) and say how much of one there is (more); `edition_line` stands on each slide."""
    from pptx import Presentation  # takes long to import, and no page needs it before somebody asks for slides
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    deck.core_properties.title = heading
    deck.core_properties.created = deck.core_properties.modified = made_at
    first = _add_slide(deck)
    _write(first, heading, 2.6, 1.2, 36, BLUE, bold=True)
    _write(first, f"{about}\n{edition_line}", 3.9, 1.4, SUBTITLE, SOFT)
    for chart in charts:
        rows = chart.points
        parts = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)] if chart.form == "table" else [[]]
        for part in parts[:PARTS]:
            if len(deck.slides) >= SLIDES:
                break
            slide = _add_slide(deck)
            _write(slide, chart.title, 0.4, 0.9, TITLE, BLUE, bold=True)
            _write(slide, chart.subtitle, 1.25, 0.6, SUBTITLE, SOFT)
            if chart.form == "table":
                _add_table(slide, [tuple(words[name] for name in HEADS), *part])
            else:
                _add_chart(slide, chart)
            left_out = words["more"].format(shown=PARTS * ROWS, count=len(rows)) if len(rows) > PARTS * ROWS else ""
            said = [left_out, chart.foot, "" if edition_line in chart.foot else edition_line]
            _write(slide, "\n".join(filter(None, said)), 6.45, 0.8, FOOT, SOFT)
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _add_slide(deck: Any) -> Any:
    return deck.slides.add_slide(deck.slide_layouts[BLANK])


def _write(slide: Any, text: str, top: float, height: float, size: float, colour: str, bold: bool = False) -> None:
    """Lines over the width of the slide, from `top` inches; in smaller letters where there are many."""
    from pptx.util import Inches

    if not text:
        return
    size = _fit(size, height - INSETS[1], lambda tried: count_lines(text, tried, WIDTH - 2 * EDGE - INSETS[0]) * tried)
    box = slide.shapes.add_textbox(Inches(EDGE), Inches(top), Inches(WIDTH - 2 * EDGE), Inches(height))
    frame = box.text_frame
    frame.word_wrap = True
    for number, line in enumerate(text.split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        _style(paragraph.add_run(), line, size, colour, bold)


def count_lines(text: str, size: float, width: float) -> int:
    """How many lines a text takes over `width` inches in letters of `size` points."""
    return sum(max(1, math.ceil(measure_text(line, size) / 72 / width)) for line in text.split("\n"))


def _fit(size: float, height: float, need: Callable[[float], float]) -> float:
    """The largest size of letters, of those down from `size` points, whose lines, `need` of them in points, have room."""
    tried = size
    while need(tried) * LINE / 72 > height and tried > size * SMALLEST:
        tried *= SHRINK
    return round(tried, 1)


def _style(run: Any, text: str, size: float, colour: str, bold: bool = False) -> None:
    """Words in one look, Latin and Chinese in the same font."""
    from pptx.dml.color import RGBColor
    from pptx.oxml.ns import qn
    from pptx.util import Pt

    run.text = text
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    run.font.color.rgb = RGBColor.from_string(colour)
    chinese = run._r.get_or_add_rPr().makeelement(qn("a:ea"), {"typeface": FONT})
    run._r.get_or_add_rPr().append(chinese)


def _add_table(slide: Any, rows: Sequence[tuple[str, ...]]) -> None:
    from pptx.util import Inches

    width = WIDTH - 2 * EDGE
    widths = [width * share for share in COLUMNS]

    def need(tried: float) -> float:
        lines = (max(map(count_lines, row, [tried] * len(row), [one - INSETS[0] for one in widths])) for row in rows)
        return sum(most * tried + CELL_INSETS * 72 / LINE for most in lines)

    size = _fit(BODY, TABLE_HEIGHT, need)
    place = (Inches(EDGE), Inches(1.9), Inches(width), Inches(0.32 * len(rows)))
    table = slide.shapes.add_table(len(rows), len(rows[0]), *place).table
    for column, across in enumerate(widths):
        table.columns[column].width = Inches(across)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = table.cell(number, column)
            _style(cell.text_frame.paragraphs[0].add_run(), text, size, "FFFFFF" if number == 0 else "1B2434", number == 0)


def _add_chart(slide: Any, content: ChartContent) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
    from pptx.util import Inches, Pt

    data = CategoryChartData(number_format=NUMBER)
    data.categories = content.categories
    for series in content.series:
        data.add_series(series.name or content.title, series.values)
    kind = XL_CHART_TYPE.BAR_CLUSTERED if content.form == "bars" else XL_CHART_TYPE.LINE_MARKERS
    place = (Inches(EDGE), Inches(1.85), Inches(WIDTH - 2 * EDGE), Inches(4.55))
    chart = slide.shapes.add_chart(kind, *place, data).chart
    chart.font.size, chart.font.name = Pt(BODY), FONT
    chart.has_title = False
    chart.has_legend = len(content.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.category_axis.has_major_gridlines = False
    if content.form == "bars":
        chart.category_axis.reverse_order = True  # the first on top
        chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
        plot = chart.plots[0]
        plot.gap_width, plot.has_data_labels = 60, True
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = NUMBER, False
    else:
        chart.value_axis.tick_labels.number_format, chart.value_axis.tick_labels.number_format_is_linked = NUMBER, False
    for drawn, series in zip(chart.plots[0].series, content.series, strict=True):
        _colour(drawn, series, content.form == "bars")


def _colour(drawn: Any, series: Series, filled: bool) -> None:
    """Each value in the colour that it has on the page; hollow where it is to be verified."""
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    there = [at for at, value in enumerate(series.values) if value is not None]
    if not filled and there:
        drawn.smooth = False
        drawn.format.line.color.rgb, drawn.format.line.width = RGBColor.from_string(series.colours[there[-1]]), Pt(2)
    for at in there:
        look = drawn.points[at].format if filled else drawn.points[at].marker.format
        colour = RGBColor.from_string(series.colours[at])
        if series.hollow[at]:
            look.fill.background()
        else:
            look.fill.solid()
            look.fill.fore_color.rgb = colour
        look.line.color.rgb = colour
