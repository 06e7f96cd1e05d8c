"""Ruled lines on a picture: long dark runs along rows and columns of pixels (OpenCV morphology)."""

from __future__ import annotations

import cv2
import numpy as np

from yearbook.documents.page.glyphs import Box
from yearbook.documents.scan.engine import Image

_LEVEL, _UPRIGHT = 2.5, 1.3  # heights of a line of words: so long is a ruled line at least, longer than any stroke of them
_LEVEL_OF_PAGE, _UPRIGHT_OF_PAGE = 1 / 25, 1 / 65  # the same of a page's longer side
_THICK = 1 / 150  # what is thicker is a bar or a picture
_GAP = 1 / 400  # that noise leaves in a line
_DARKER = 12  # of 255 than what lies around it


def find_ruled_lines(image: Image, words: float) -> list[Box]:
    """The level and upright lines of a level picture whose words are so high, each as (left, top, right, bottom) in pixels."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    longer = max(grey.shape)
    around = max(15, longer // 60) | 1
    found = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, _DARKER)
    dark = np.asarray(found, np.uint8)
    across, down = max(longer * _LEVEL_OF_PAGE, words * _LEVEL), max(longer * _UPRIGHT_OF_PAGE, words * _UPRIGHT)
    return [*_find(dark, longer, round(across), level=True), *_find(dark, longer, round(down), level=False)]


def _find(dark: Image, longer: int, length: int, *, level: bool) -> list[Box]:
    gap = max(3, round(longer * _GAP))
    along = (lambda size: (size, 1)) if level else (lambda size: (1, size))
    # a line that stands aslant by a fraction of a degree runs through several rows of pixels: thickened, it fills one
    thick = cv2.dilate(dark, np.ones((3, 1) if level else (1, 3), np.uint8))
    closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, along(gap)))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, along(length)))
    lines: list[Box] = []
    for left, top, width, height in map(
        cv2.boundingRect, cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    ):
        if (height if level else width) <= max(4, longer * _THICK):
            middle = top + height / 2 if level else left + width / 2
            lines.append((left, middle, left + width, middle) if level else (middle, top, middle, top + height))
    return lines
