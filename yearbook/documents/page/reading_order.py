"""Reading order of a page's lines where the file draws them in another: halves of lines apart, paragraphs from below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from yearbook.documents.page.lines import Line, make_line, stand_beside

_CLOSE = 0.6  # em: parts of a line that stand nearer than this were one
_SAME_SIZE = 0.25
_MOST = 400  # lines: a page with more is a drawing
_OUTER, _STEPS = 0.3, 20  # of a page's width: where columns may part, and at how many places that is tried
_LEAST_LINES = 4  # of a column
_LEAST_EMS = 9
_FULL, _MOSTLY = 0.8, 0.6  # of a column's width, a full line; of its lines, those that are full


def order_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines from above, parts of one line joined; as they are drawn where lines stand side by side, as in columns."""
    if len(lines) > _MOST or not any(after.bottom > before.top for before, after in pairwise(lines)):
        return list(lines)
    joined = _join_parts(lines)
    by_height = sorted(joined, key=lambda line: -line.top)
    side_by_side = any(stand_beside(*sorted(pair, key=lambda line: line.left)) for pair in pairwise(by_height))
    return joined if side_by_side else by_height


def _join_parts(lines: Sequence[Line]) -> list[Line]:
    """The lines with each part joined to the part right before it, wherever that is drawn."""
    joined: list[Line] = []
    for line in lines:
        place = next((place for place, left in enumerate(joined) if _goes_on(left, line)), None)
        if place is None:
            joined.append(line)
        else:
            joined[place] = make_line([*joined[place].glyphs, *line.glyphs])
    return joined


def _goes_on(left: Line, right: Line) -> bool:
    same_size = abs(left.size - right.size) < _SAME_SIZE * left.size
    return same_size and stand_beside(left, right) and right.left - left.right < _CLOSE * left.size


def order_by_place(lines: Sequence[Line], width: float) -> list[Line]:
    """Lines in whatever order as they are read on a page of a width: from above, one column of prose after the other."""
    column = _find_columns(lines, width)
    if column is None:
        return _order_rows(lines)
    gutter, bottom, top = column
    parts: dict[str, list[Line]] = {"above": [], "left": [], "right": [], "below": []}
    for line in lines:
        middle = (line.bottom + line.top) / 2
        beside = "left" if line.right <= gutter else "right"
        parts["above" if middle > top else "below" if middle < bottom else beside].append(line)
    below = order_by_place(parts["below"], width)
    return [line for name in ("above", "left", "right") for line in _order_rows(parts[name])] + below


def _order_rows(lines: Sequence[Line]) -> list[Line]:
    """From above, and at one height from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -(line.bottom + line.top)):
        middle = (line.bottom + line.top) / 2
        if rows and rows[-1][0].bottom < middle < rows[-1][0].top:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _find_columns(lines: Sequence[Line], width: float) -> tuple[float, float, float] | None:
    """Of the largest stretch of a page set in two columns of prose: where these part, its foot and its top. None without one."""
    best: tuple[int, tuple[float, float, float]] | None = None
    for step in range(_STEPS + 1):
        gutter = width * (_OUTER + (1 - 2 * _OUTER) * step / _STEPS)
        across = [line for line in lines if line.left < gutter < line.right]
        edges = [float("inf"), *sorted(((line.bottom + line.top) / 2 for line in across), reverse=True), float("-inf")]
        for high, low in pairwise(edges):
            held = [line for line in lines if low < (line.bottom + line.top) / 2 < high]
            if (best is None or len(held) > best[0]) and _are_columns(held, gutter):
                best = len(held), (gutter, min(line.bottom for line in held), max(line.top for line in held))
    return best and best[1]


def _are_columns(lines: Sequence[Line], gutter: float) -> bool:
    """Whether lines left and right of a gutter are prose: mostly full lines, which cells of a table are not."""
    for side in ([line for line in lines if line.right <= gutter], [line for line in lines if line.left >= gutter]):
        if len(side) < _LEAST_LINES:
            return False
        broad = max(line.right for line in side) - min(line.left for line in side)
        full = sum(line.right - line.left > _FULL * broad for line in side)
        if broad < _LEAST_EMS * side[0].size or full < _MOSTLY * len(side):
            return False
    return True
