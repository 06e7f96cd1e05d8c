"""Reading order of a page's lines where the file draws them in another: halves of lines apart, paragraphs from below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from yearbook.documents.page.lines import Line, make_line, stand_beside

_CLOSE = 0.6  # em: parts of a line that stand nearer than this were one
_SAME_SIZE = 0.25
_MOST = 400  # lines: a page with more is a drawing


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
