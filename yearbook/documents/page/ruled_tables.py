"""Ruled tables of a page: cells from the drawn lines, their text from the page's characters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, product
from statistics import fmean

from yearbook.documents.document import Grid, PlacedText, is_frame
from yearbook.documents.page.glyphs import Box, Glyph
from yearbook.documents.page.lines import Line, find_lines, measure_ink

_SHORTEST = 4.0
_SNAP = 3.0  # points within which lines are taken to meet
_MOST_RULES = 1500  # a page with more is a drawing
_ROOM = 1.0  # of a character: what is left neighbours a line of a cell that is full

Point = tuple[float, float]
Rules = dict[float, list[Point]]  # the drawn lines of one direction: where they stand, and from where to where each reaches


@dataclass(eq=False)
class _RuledTable:
    """A table's cells with their place in its grid, and the characters in each."""

    cells: dict[Box, tuple[int, int]]
    glyphs: dict[Box, list[Glyph]] = field(default_factory=dict)
    last: Box | None = None

    def __post_init__(self) -> None:
        lefts, bottoms, rights, tops = zip(*self.cells, strict=True)
        self.box = (min(lefts), min(bottoms), max(rights), max(tops))

    def cell_at(self, x: float, y: float) -> Box | None:
        """The cell in which a point lies."""
        if not _holds(self.box, x, y):
            return None
        if self.last is None or not _holds(self.last, x, y):  # most glyphs stand where the one before them does
            self.last = next((box for box in self.cells if _holds(box, x, y)), None)
        return self.last

    def read(self) -> Grid:
        """The text of its cells."""
        found = ((box, find_lines(glyphs)) for box, glyphs in self.glyphs.items())
        return Grid(tuple(PlacedText(*self.cells[box], _join(lines, box), measure_ink(lines)) for box, lines in found if lines))


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def extract_ruled_tables(strokes: Iterable[Box], glyphs: list[Glyph]) -> list[list[Glyph] | Grid]:
    """Split the page's characters at ruled tables: runs of prose, and each table in the place of its first character.

    `strokes` are the page's horizontal and vertical lines, each as its box. Every glyph is in exactly one part. A frame around
    prose is no table.
    """
    tables = [_RuledTable(cells) for cells in _find_grids(strokes)]
    if not tables:
        return [glyphs]
    for table, box, glyph in _place(tables, glyphs):
        if table is not None and box is not None:
            table.glyphs.setdefault(box, []).append(glyph)
    tables = [table for table in tables if not is_frame(table.read().cells)]
    flow: list[list[Glyph] | Grid] = []
    prose: list[Glyph] = []
    written: list[_RuledTable] = []
    for table, _, glyph in _place(tables, glyphs):
        if table is None:
            prose.append(glyph)
        elif table not in written:
            written.append(table)
            flow += [prose, table.read()]
            prose = []
    return [*flow, prose]


def _place(tables: list[_RuledTable], glyphs: list[Glyph]) -> Iterator[tuple[_RuledTable | None, Box | None, Glyph]]:
    """Each character with its table and cell; a line's end belongs where the character before it does."""
    table: _RuledTable | None = None
    box: Box | None = None
    for glyph in glyphs:
        if glyph.text != "\n":
            table, box = next(((table, box) for table in tables if (box := table.cell_at(*glyph.middle))), (None, None))
        yield table, box, glyph


def _join(lines: list[Line], box: Box) -> str:
    """A cell's lines; a number that a narrow cell broke is joined again."""
    words = ""
    for number, line in enumerate(lines):
        if number:
            full = box[2] - lines[number - 1].right < _ROOM * lines[number - 1].size
            words += "" if full and words[-1:].isdigit() and line.text[:1].isdigit() else "\n"
        words += line.text
    return words


def _find_grids(strokes: Iterable[Box]) -> list[dict[Box, tuple[int, int]]]:
    """The grids of drawn lines on a page, from its top: each cell's box, and its row and column counted from 1."""
    uprights: list[tuple[float, Point]] = []
    levels: list[tuple[float, Point]] = []
    for left, bottom, right, top in strokes:
        if max(right - left, top - bottom) >= _SHORTEST:
            lies = right - left >= top - bottom
            (levels if lies else uprights).append(
                ((bottom + top) / 2, (left, right)) if lies else ((left + right) / 2, (bottom, top))
            )
        if len(uprights) + len(levels) > _MOST_RULES:
            return []
    leaders: dict[Point, Point] = {}  # of each corner of a cell one that stands for all that hang together with it

    def find_leader(corner: Point) -> Point:
        while (leader := leaders.setdefault(corner, corner)) != corner:
            corner = leader
        return corner

    cells = list(_find_cells(_merge_rules(uprights), _merge_rules(levels)))
    for cell in cells:
        for corner in product(cell[::2], cell[1::2]):
            leaders[find_leader(corner)] = find_leader((cell[0], cell[1]))
    tables: dict[Point, list[Box]] = {}
    for cell in cells:
        tables.setdefault(find_leader((cell[0], cell[1])), []).append(cell)
    return [_number_cells(table) for table in tables.values() if len(table) > 1]


def _number_cells(cells: list[Box]) -> dict[Box, tuple[int, int]]:
    lefts, tops = sorted({cell[0] for cell in cells}), sorted({-cell[3] for cell in cells})
    return {cell: (bisect_right(tops, -cell[3]), bisect_right(lefts, cell[0])) for cell in cells}


def _merge_rules(rules: list[tuple[float, Point]]) -> Rules:
    """Merge lines within _SNAP of each other into one at their mean, and on it the spans that meet."""
    stacks: list[list[tuple[float, Point]]] = []
    for rule in sorted(rules):
        if stacks and rule[0] - stacks[-1][-1][0] <= _SNAP:
            stacks[-1].append(rule)
        else:
            stacks.append([rule])
    merged: Rules = {}
    for stack in stacks:
        spans: list[Point] = []
        for low, high in sorted(span for _, span in stack):
            if spans and low <= spans[-1][1] + _SNAP:
                spans[-1] = (spans[-1][0], max(high, spans[-1][1]))
            else:
                spans.append((low, high))
        merged[fmean(place for place, _ in stack)] = spans
    return merged


def _find_cells(uprights: Rules, levels: Rules) -> Iterator[Box]:
    """The rectangles that drawn lines enclose: flood fill over the grid of all lines, across borders where none is drawn."""
    xs, ys = sorted(uprights), sorted(levels)
    if len(xs) < 2 or len(ys) < 2:
        return
    fields = list(product(range(len(xs) - 1), range(len(ys) - 1)))
    walls = {
        (i, j) for i, x in enumerate(xs) for j, ends in enumerate(pairwise(ys)) if _covers(uprights[x], *ends)
    }  # left of a field
    floors = {(i, j) for i, ends in enumerate(pairwise(xs)) for j, y in enumerate(ys) if _covers(levels[y], *ends)}
    left = set(fields)
    for field_ in fields:
        if field_ not in left:
            continue
        region, waiting, closed = {field_}, [field_], True
        while waiting:
            i, j = waiting.pop()
            neighbours = {
                (i - 1, j): (i, j) in walls,
                (i + 1, j): (i + 1, j) in walls,
                (i, j - 1): (i, j) in floors,
                (i, j + 1): (i, j + 1) in floors,
            }
            reached = {other for other, barred in neighbours.items() if not barred} - region
            closed = closed and reached <= left  # else it is open to the page's edge
            region |= reached & left
            waiting += reached & left
        left -= region
        columns, rows = {i for i, _ in region}, {j for _, j in region}
        if closed and len(region) == len(columns) * len(rows):
            yield xs[min(columns)], ys[min(rows)], xs[max(columns) + 1], ys[max(rows) + 1]


def _covers(spans: list[Point], low: float, high: float) -> bool:
    """Whether a line is drawn from one place to another."""
    return any(start <= low + _SNAP and end >= high - _SNAP for start, end in spans)
