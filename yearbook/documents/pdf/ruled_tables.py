"""Tables drawn with rules on a PDF page: from the drawn lines to cells, and from the page's glyphs to their words."""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from yearbook.documents.pdf.chars import Box, Glyph, Turn
from yearbook.documents.pdf.lines import Line, find_lines
from yearbook.documents.table_text import Grid, PlacedText, is_frame

_THIN = 2.5  # points: a rectangle not thicker than this is a drawn line
_SHORTEST = 4.0
_SNAP = 3.0  # points within which lines are taken to meet
_MOST_EDGES = 1500  # a page with more is a drawing; finding cells among them would take for ever
_DEEPEST = 4  # forms within forms
_ROOM = 1.0  # of a character: what is left beside a line of a cell that is full

Point = tuple[float, float]


@dataclass(eq=False)
class RuledTable:
    """A table's cells with their place in its grid, and the glyphs that stand in each."""

    cells: dict[Box, tuple[int, int]]
    glyphs: dict[Box, list[Glyph]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._last: Box | None = None
        self.box = (
            min(box[0] for box in self.cells),
            min(box[1] for box in self.cells),
            max(box[2] for box in self.cells),
            max(box[3] for box in self.cells),
        )

    def cell_at(self, x: float, y: float) -> Box | None:
        """The cell in which a point lies."""
        if not _holds(self.box, x, y):
            return None
        if self._last is None or not _holds(self._last, x, y):  # most glyphs stand where the one before them does
            self._last = next((box for box in self.cells if _holds(box, x, y)), None)
        return self._last

    def read(self) -> Grid:
        """The words of its cells."""
        found = ((box, find_lines(glyphs)) for box, glyphs in self.glyphs.items())
        return Grid(tuple(PlacedText(*self.cells[box], _join(lines, box)) for box, lines in found if lines))


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def extract_ruled_tables(page: pdfium.PdfPage, turn: Turn, glyphs: list[Glyph]) -> list[list[Glyph] | Grid]:
    """The page's glyphs divided where ruled tables stand: stretches of prose, and each table where its first glyph stood.

    Every glyph is in exactly one of them. A frame around prose is no table.
    """
    tables = [RuledTable(cells) for cells in find_grids(page, turn)]
    if not tables:
        return [glyphs]
    for table, box, glyph in _place(tables, glyphs):
        if table is not None and box is not None:
            table.glyphs.setdefault(box, []).append(glyph)
    tables = [table for table in tables if not is_frame(table.read().cells)]
    flow: list[list[Glyph] | Grid] = []
    prose: list[Glyph] = []
    written: list[RuledTable] = []
    for table, _, glyph in _place(tables, glyphs):
        if table is None:
            prose.append(glyph)
        elif table not in written:
            written.append(table)
            flow += [prose, table.read()]
            prose = []
    return [*flow, prose]


def _place(tables: list[RuledTable], glyphs: list[Glyph]) -> Iterator[tuple[RuledTable | None, Box | None, Glyph]]:
    """Each glyph with the table and the cell in which it stands; a line's end stands where the glyph before it does."""
    table: RuledTable | None = None
    box: Box | None = None
    for glyph in glyphs:
        if glyph.text != "\n":
            table, box = next(((table, box) for table in tables if (box := table.cell_at(*glyph.middle))), (None, None))
        yield table, box, glyph


def find_grids(page: pdfium.PdfPage, turn: Turn) -> list[dict[Box, tuple[int, int]]]:
    """The grids of drawn lines on a page: each cell's box, and its row and column counted from 1."""
    edges: list[dict[str, Any]] = []
    for start, end in _find_strokes(page):
        (west, east), (south, north) = sorted((start[0], end[0])), sorted((start[1], end[1]))
        left, bottom, right, top = turn.apply(west, south, east, north)
        if max(right - left, top - bottom) >= _SHORTEST:
            edges.append(_edge(left, bottom, right, top))
        if len(edges) > _MOST_EDGES:
            return []
    if sum(edge["orientation"] == "v" for edge in edges) < 2:
        return []
    merged = merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    cells = intersections_to_cells(edges_to_intersections(merged, _SNAP, _SNAP))
    return [_number(table) for table in cells_to_tables(cells)]


def _join(lines: list[Line], box: Box) -> str:
    """A cell's lines; digits that a narrow cell broke off stand with their number again."""
    words = ""
    for number, line in enumerate(lines):
        if number:
            full = box[2] - lines[number - 1].right < _ROOM * lines[number - 1].size
            words += "" if full and words[-1:].isdigit() and line.text[:1].isdigit() else "\n"
        words += line.text
    return words


def _number(cells: list[tuple[float, float, float, float]]) -> dict[Box, tuple[int, int]]:
    lefts = sorted({cell[0] for cell in cells})
    tops = sorted({cell[1] for cell in cells})
    return {
        (left, -bottom, right, -top): (bisect_right(tops, top), bisect_right(lefts, left)) for left, top, right, bottom in cells
    }


def _edge(left: float, bottom: float, right: float, top: float) -> dict[str, Any]:
    """A line as pdfplumber takes it: its y grows downward."""
    lying = right - left >= top - bottom
    if lying:
        bottom = top = (bottom + top) / 2
    else:
        left = right = (left + right) / 2
    return {
        "x0": left, "x1": right, "top": -top, "bottom": -bottom, "width": right - left, "height": top - bottom,
        "doctop": -top, "orientation": "h" if lying else "v", "object_type": "line",
    }  # fmt: skip


def _find_strokes(page: pdfium.PdfPage) -> Iterator[tuple[Point, Point]]:
    """The lying and standing lines of all paths on a page, in the page's own coordinates."""
    for thing in page.get_objects(filter=[pdfium_raw.FPDF_PAGEOBJ_PATH], max_depth=_DEEPEST):
        matrices = []
        holder = thing
        while holder is not None:
            matrices.append(holder.get_matrix())
            holder = holder.container
        for points in _find_outlines(thing):
            moved = []
            for point in points:
                for matrix in matrices:
                    point = matrix.on_point(*point)
                moved.append(point)
            yield from _cut_outline(moved)


def _find_outlines(path: pdfium.PdfObject) -> Iterator[list[Point]]:
    """A path's outlines, each as its corners. A curve ends one and begins the next."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for number in range(pdfium_raw.FPDFPath_CountSegments(path)):
        segment = pdfium_raw.FPDFPath_GetPathSegment(path, number)
        kind = pdfium_raw.FPDFPathSegment_GetType(segment)
        pdfium_raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if kind != pdfium_raw.FPDF_SEGMENT_LINETO and points:
            yield points
            points = []
        points.append((x.value, y.value))
        if pdfium_raw.FPDFPathSegment_GetClose(segment):
            yield [*points, points[0]]
            points = []
    if points:
        yield points


def _cut_outline(points: list[Point]) -> Iterator[tuple[Point, Point]]:
    """An outline's lying and standing sides; of one as thin as a drawn line, that line."""
    across, along = [x for x, _ in points], [y for _, y in points]
    low, high = (min(across), min(along)), (max(across), max(along))
    if min(high[0] - low[0], high[1] - low[1]) <= _THIN:
        yield low, high
        return
    for start, end in pairwise(points):
        if min(abs(start[0] - end[0]), abs(start[1] - end[1])) <= 1:
            yield start, end
