"""Red seals over text: taken out by showing only the red channel, in which red ink is as white as paper."""

from __future__ import annotations

import cv2
import numpy as np

from yearbook.documents.scan.engine import Image

_RED = 40  # by how much of 255 red is above green and blue
_HIGH = 1 / 16  # of a page's longer side: a seal is at least 2 cm high, a title in red hardly
_NEAR = 1 / 100  # of that side: parts of a seal are not further apart


def remove_seals(image: Image) -> Image:
    """The picture without its seals. Words in red that are lower than a seal, as of a letterhead, stay."""
    blue, green, red = (image[:, :, channel].astype(np.int16) for channel in range(3))
    inked = (red - np.maximum(blue, green) > _RED).astype(np.uint8)
    longer = max(inked.shape)
    if inked.sum() < (longer * _HIGH) ** 2 / 50:
        return image
    near = max(3, round(longer * _NEAR))
    joined = cv2.morphologyEx(cv2.medianBlur(inked, 3), cv2.MORPH_CLOSE, np.ones((near, near), np.uint8))
    cleaned = image
    for left, top, width, height in map(
        cv2.boundingRect, cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    ):
        if min(width, height) >= longer * _HIGH:
            cleaned = image.copy() if cleaned is image else cleaned
            area = slice(max(0, top - near), top + height + near), slice(max(0, left - near), left + width + near)
            cleaned[area] = image[area][:, :, 2:]
    return cleaned
