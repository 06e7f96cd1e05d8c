"""Charts of one row for each agency or year: the names on the left, wrapped, and the room that they need."""

from __future__ import annotations

import numpy as np

from yearbook.charts.drawing import Drawing
from yearbook.charts.lettering import balance_text, join_lines, measure_text
from yearbook.charts.template import LETTER

NAME_WIDTH = 112  # px, the widest name before it is wrapped: a third of a phone
ROW = 27  # px, the least height of a row


def label_rows(figure: Drawing, names: list[str], grid: bool = False, row: int = ROW) -> tuple[int, int]:
    """Write the names, the first at the top (place len-1, down to 0); the left margin and the height of the rows, in px."""
    wrapped = [balance_text(name, NAME_WIDTH, LETTER) for name in names]
    figure.update_yaxes(
        tickvals=place_rows(len(names)),
        ticktext=[join_lines(lines) for lines in wrapped],
        tickfont={"size": LETTER},
        range=[-0.6, len(names) - 0.4],
        showgrid=grid,
        zeroline=False,
    )
    widest = max(measure_text(line, LETTER) for lines in wrapped for line in lines)
    tallest = max(len(lines) for lines in wrapped)
    return round(widest) + 10, max(row, 15 * tallest + 10) * len(names) + 8


def place_rows(count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The y of each row: the first is at the top."""
    return np.arange(count)[::-1]
