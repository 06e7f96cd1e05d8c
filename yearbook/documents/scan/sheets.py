"""A sheet of paper on a photo: its four corners, and the picture that a scanner would have made of it."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from yearbook.documents.scan.engine import Image, Quad

Matrix = NDArray[np.floating[Any]]  # 3 × 3, of homogeneous points (x, y, 1) in pixels

_SMALL = 800  # pixels of the longer side: enough to see a sheet's edges
_LEAST, _MOST = 0.25, 0.97  # of the picture that a sheet covers
_SOLID = 0.94  # of its corners' quadrilateral that is bright
_BRIGHTER = 25  # of 255: the sheet than what lies around it
_EVEN = 0.7  # of a side, its opposite


def flatten_sheet(image: Image) -> tuple[Image, Matrix]:
    """The sheet on a photo laid flat, and the matrix from the photo to it; the picture as it is where no sheet is found."""
    corners = _find_corners(image)
    if corners is None:
        return image, np.eye(3)
    sides = [float(np.linalg.norm(corners[number] - corners[(number + 1) % 4])) for number in range(4)]
    width, height = round((sides[0] + sides[2]) / 2), round((sides[1] + sides[3]) / 2)
    matrix = cv2.getPerspectiveTransform(corners, np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32))
    flat = cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, np.uint8), np.asarray(matrix, np.float64)


def _find_corners(image: Image) -> Quad | None:
    """The corners of the one bright quadrilateral that covers much of a picture, with the clock from its upper left."""
    scale = min(1.0, _SMALL / max(image.shape[:2]))
    small = cv2.GaussianBlur(cv2.cvtColor(cv2.resize(image, None, fx=scale, fy=scale), cv2.COLOR_BGR2GRAY), (9, 9), 0)
    _, bright = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    outlines = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    if not outlines:
        return None
    outline = cv2.convexHull(max(outlines, key=cv2.contourArea))
    found = cv2.approxPolyDP(outline, 0.03 * cv2.arcLength(outline, True), True)
    share = cv2.contourArea(found) / small.size
    if len(found) != 4 or not _LEAST < share < _MOST or cv2.contourArea(outline) < _SOLID * cv2.contourArea(found):
        return None
    sheet = np.zeros(small.shape, np.uint8)
    cv2.fillConvexPoly(sheet, found, 1)
    if small[sheet == 1].mean() - small[sheet == 0].mean() < _BRIGHTER:
        return None
    points = np.asarray(found[:, 0, :], np.float32) / np.float32(scale)
    around = points[np.argsort(np.arctan2(*(points - points.mean(axis=0)).T[::-1]))]  # with the clock, as y grows downward
    corners = np.roll(around, -int(np.argmin(around.sum(axis=1))), axis=0)
    sides = [float(np.linalg.norm(corners[number] - corners[(number + 1) % 4])) for number in range(4)]
    even = all(min(sides[n], sides[n + 2]) > _EVEN * max(sides[n], sides[n + 2]) for n in range(2))
    return np.asarray(corners, np.float32) if even else None
