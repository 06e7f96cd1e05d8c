"""How a page lies on its picture: by which quarter it is turned, and by how much it slopes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from yearbook.documents.scan.engine import Image, Quad, cut_line, recognise_lines

Matrix = NDArray[np.floating[Any]]  # 3 × 3, of homogeneous points (x, y, 1) in pixels

_HIGH = 1.5  # widths: a box that is higher holds a line that stands on end
_TRIED = 5  # lines that are read to see which way up they stand
_SURE = 0.9  # upright print scores 0.99 and more, upside down 0.6
_LONG = 10  # heights: the slope of a longer line can be trusted
_SMALL = 1000  # pixels of the longer side, over which rows of ink are measured
_STEEPEST = 4.0  # degrees
_LEAST_SLOPE = 0.0003  # radians, under which no line leaves its row of pixels
_ROTATIONS = (None, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE)


def move_points(matrix: Matrix, points: NDArray[np.float32]) -> NDArray[np.float32]:
    moved: NDArray[np.float32] = cv2.perspectiveTransform(points.reshape(-1, 1, 2).astype(np.float64), matrix).astype(np.float32)
    return moved.reshape(points.shape)


def turn_upright(image: Image, quads: Sequence[Quad]) -> tuple[Image, Matrix]:
    """The picture turned by quarters so that its lines read from left to right, and the matrix from it to there."""
    sizes = [(float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[3] - quad[0]))) for quad in quads]
    on_end = sum(height for width, height in sizes if height >= _HIGH * width)
    quarters = 1 if on_end > sum(width for width, height in sizes if height < _HIGH * width) else 0
    longest = sorted(quads, key=lambda quad: float(np.linalg.norm(quad[2] - quad[0])), reverse=True)[:_TRIED]
    read = [np.roll(quad, quarters, axis=0) for quad in longest]
    score = _score(image, read)
    if score < _SURE and _score(image, [np.roll(quad, 2, axis=0) for quad in read]) > score:
        quarters += 2
    rotation = _ROTATIONS[quarters]
    turned = image if rotation is None else np.asarray(cv2.rotate(image, rotation), np.uint8)
    height, width = image.shape[:2]
    matrices = {
        0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        1: [[0, -1, height], [1, 0, 0], [0, 0, 1]],
        2: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        3: [[0, 1, 0], [-1, 0, width], [0, 0, 1]],
    }
    return turned, np.array(matrices[quarters], np.float64)


def _score(image: Image, quads: Sequence[Quad]) -> float:
    read = recognise_lines([cut_line(image, quad) for quad in quads])
    return float(np.median([line.score for line in read])) if read else 1.0


def order_corners(quad: Quad) -> Quad:
    """The corners of a box from its upper left, with the clock."""
    around = quad[np.argsort(np.arctan2(*(quad - quad.mean(axis=0)).T[::-1]))]  # y grows downward
    return np.asarray(np.roll(around, -int(np.argmin(around.sum(axis=1))), axis=0), np.float32)


def find_level(image: Image, quads: Sequence[Quad]) -> Matrix:
    """The matrix that turns a page about its middle until its lines are level.

    The slope is the median of the lines', weighted by their length squared: corners are whole pixels, and the slope of a short
    line is hardly more than their rounding. Where all are short, as in a table, the page's rows of ink tell.
    """
    found: list[tuple[float, float]] = []
    longest = 0.0
    for quad in quads:
        along = (quad[1] - quad[0]) + (quad[2] - quad[3])
        if abs(along[1]) < along[0]:
            found.append((float(np.arctan2(along[1], along[0])), float(along @ along)))
            longest = max(longest, float(along[0]) / 2 / max(1.0, float(np.linalg.norm(quad[3] - quad[0]))))
    found.sort()
    half, slope = sum(weight for _, weight in found) / 2, 0.0
    for angle, weight in found:
        half -= weight
        slope = angle
        if half <= 0:
            break
    if found and longest < _LONG:
        slope = _find_slope_of_ink(image)
    height, width = image.shape[:2]
    if abs(slope) < _LEAST_SLOPE:
        return np.eye(3)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(np.degrees(slope)), 1.0)
    return np.vstack([turn, [0.0, 0.0, 1.0]])


def _find_slope_of_ink(image: Image) -> float:
    """The angle in radians at which rows of pixels differ most from their neighbours: lines of words and ruled ones lie level."""
    factor = min(1.0, _SMALL / max(image.shape[:2]))
    grey = cv2.cvtColor(cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    height, width = dark.shape[:2]

    def measure(degrees: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        rows = cv2.warpAffine(dark, turn, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1, dtype=np.float64)
        return float((np.diff(rows) ** 2).sum())

    coarse = max(np.arange(-_STEEPEST, _STEEPEST + 0.1, 0.2), key=measure)
    return float(np.radians(max(np.arange(coarse - 0.2, coarse + 0.21, 0.05), key=measure)))
