"""Native charts of a workbook over its first sheet: lines over the years, or bars where hardly any body has several."""

from __future__ import annotations

from typing import Any

from yearbook.catalogue.messages import Language, translate
from yearbook.exports.workbook.pivot_sheet import HEAD, LABELS, LINE_YEARS, Block, set_up_print

SIZE = {"width": 660, "height": 330}  # px
DOWN, ACROSS = 18, 11  # rows and columns of a chart's place
PAGE, PERCENT = 3, 58  # charts below each other on a page of A4, at that size
SCALES = {  # what an axis is divided by, from which value on
    "zh": ((1e8, "hundred_millions"), (1e4, "ten_thousands")),
    "en": ((1e9, "billions"), (1e6, "millions"), (1e4, "thousands")),
}
COLOURS = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")  # see charts/template.py


def draw_charts(book: Any, pivot: Any, blocks: list[Block], formats: dict[str, Any], language: Language, title: str) -> None:
    """A sheet with a chart for each block that makes one; no sheet where none does."""
    charts = [_draw_block(book, pivot.get_name(), block, language) for block in blocks]
    if not charts:
        return
    sheet = book.add_worksheet(translate("snapshot.sheet_charts", language))
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, title, formats["title"])
    sheet.write_string(1, 0, translate("snapshot.charts_note", language), formats["note"])
    for place, chart in enumerate(charts):
        sheet.insert_chart(HEAD + place // 2 * DOWN, place % 2 * ACROSS, chart)
    set_up_print(sheet, translate("snapshot.pivot_page", language), PERCENT)
    sheet.set_h_pagebreaks(range(HEAD + PAGE * DOWN, HEAD + len(charts) * DOWN, PAGE * DOWN))


def _draw_block(book: Any, pivot: str, block: Block, language: Language) -> Any:
    """Lines where a body has several years, else bars."""
    lines = max(count for count, _ in block.rows) >= LINE_YEARS
    scale = next((name for least, name in SCALES[language] if block.highest >= least), None)
    values = {"num_format": "#,##0.##", **({"display_units": scale} if scale else {})}
    chart = _draw_lines(book, pivot, block, values) if lines else _draw_bars(book, pivot, block, values)
    name = translate("snapshot.chart_title", language, metric=block.metric, unit=block.unit, terms=block.terms)
    chart.set_title({"name": name, "name_font": {"size": 11, "bold": True}, "overlay": False})
    chart.set_size(SIZE)
    chart.show_blanks_as("gap")
    return chart


def _draw_lines(book: Any, pivot: str, block: Block, values: dict[str, Any]) -> Any:
    chart = book.add_chart({"type": "line"})
    first, last = min(block.columns), max(block.columns)
    subject = LABELS.index("subject")
    rows = sorted(-row for count, row in block.rows if count > 1)
    for row, colour in zip(rows, COLOURS, strict=False):
        chart.add_series(
            {
                "name": [pivot, row, subject],
                "categories": [pivot, HEAD, first, HEAD, last],
                "values": [pivot, row, first, row, last],
                "line": {"color": colour, "width": 2},
                "marker": {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}},
            }
        )
    chart.set_legend({"position": "bottom"} if len(rows) > 1 else {"none": True})
    chart.set_x_axis({"label_position": "low"})
    chart.set_y_axis(values | {"major_gridlines": {"visible": True, "line": {"color": "#D5DCE6"}}})
    return chart


def _draw_bars(book: Any, pivot: str, block: Block, values: dict[str, Any]) -> Any:
    """The year in which most rows have a figure, the latest of those."""
    chart = book.add_chart({"type": "bar"})
    column = max(block.columns, key=lambda column: (block.columns[column], column))
    last, subject = block.last, LABELS.index("subject")
    chart.add_series(
        {
            "name": [pivot, HEAD, column],
            "categories": [pivot, block.first, subject, last, subject],
            "values": [pivot, block.first, column, last, column],
            "fill": {"color": COLOURS[0]},
            "data_labels": {"value": True},
            "gap": 60,
        }
    )
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    chart.set_x_axis(values | {"major_gridlines": {"visible": False}})
    return chart
