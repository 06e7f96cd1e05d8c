"""Drawn lines of a PDF page (paths, ISO 32000-1, 8.5)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from yearbook.documents.page.glyphs import Box, Turn
from yearbook.documents.pdf.objects import list_objects

_THIN = 2.5  # points: a rectangle not thicker than this is a drawn line
_WHITE = 250  # of 255, the least of each colour

Point = tuple[float, float]


def find_strokes(page: pdfium.PdfPage, turn: Turn) -> Iterator[Box]:
    """The horizontal and vertical lines that are seen on a page, turned as its text, each as its box."""
    for start, end in _find_strokes(page):
        (left, right), (bottom, top) = sorted((start[0], end[0])), sorted((start[1], end[1]))
        yield turn.apply(left, bottom, right, top)


def _find_strokes(page: pdfium.PdfPage) -> Iterator[tuple[Point, Point]]:
    """The horizontal and vertical lines of all paths on a page that are seen, in its own coordinates.

    A white line is seen on ground of another colour only.
    """
    grounds: list[Box] = []
    for thing in list_objects(page, pdfium_raw.FPDF_PAGEOBJ_PATH):
        matrices = []
        holder = thing
        while holder is not None:
            matrices.append(holder.get_matrix())
            holder = holder.container
        white = _is_white(thing)
        for points in _find_outlines(thing):
            moved = []
            for point in points:
                for matrix in matrices:
                    point = matrix.on_point(*point)
                moved.append(point)
            across, along = [x for x, _ in moved], [y for _, y in moved]
            box = (min(across), min(along), max(across), max(along))
            if white:
                middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
                if not any(ground[0] <= middle[0] <= ground[2] and ground[1] <= middle[1] <= ground[3] for ground in grounds):
                    continue
            elif min(box[2] - box[0], box[3] - box[1]) > _THIN and _is_filled(thing):
                grounds.append(box)
            yield from _cut_outline(moved)


def _is_white(path: pdfium.PdfObject) -> bool:
    """Whether a path is drawn in white or not at all (8.5.3): no line on white paper."""
    filled, stroked = _read_mode(path)
    color = pdfium_raw.FPDFPageObj_GetStrokeColor if stroked else pdfium_raw.FPDFPageObj_GetFillColor if filled else None
    if color is None:
        return True
    parts = [ctypes.c_uint() for _ in range(4)]
    if not color(path, *map(ctypes.byref, parts)):
        return False
    red, green, blue, opacity = (part.value for part in parts)
    return min(red, green, blue) >= _WHITE or opacity == 0


def _is_filled(path: pdfium.PdfObject) -> bool:
    return _read_mode(path)[0]


def _read_mode(path: pdfium.PdfObject) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is stroked."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(fill.value), bool(stroke.value)


def _find_outlines(path: pdfium.PdfObject) -> Iterator[list[Point]]:
    """A path's subpaths as their corners. A curve ends one and begins the next."""
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
    """The horizontal and vertical sides of a subpath; of a rectangle as thin as a line, that line."""
    across, along = [x for x, _ in points], [y for _, y in points]
    low, high = (min(across), min(along)), (max(across), max(along))
    if min(high[0] - low[0], high[1] - low[1]) <= _THIN:
        yield low, high
        return
    for start, end in pairwise(points):
        if min(abs(start[0] - end[0]), abs(start[1] - end[1])) <= 1:
            yield start, end
