"""Pages as scanners, cameras and offices spoil them, made of pages that are drawn; each takes and gives blue, green and red."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
DPI = 300  # of what is given
RED = (40, 30, 215)


def _as_image(values: NDArray[np.generic] | cv2.typing.MatLike) -> Image:
    return np.asarray(values).clip(0, 255).astype(np.uint8)


def scale(image: Image, dpi: int) -> Image:
    return _as_image(cv2.resize(image, None, fx=dpi / DPI, fy=dpi / DPI, interpolation=cv2.INTER_AREA))


def slope(image: Image, degrees: float) -> Image:
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return _as_image(cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)))


def add_noise(image: Image, deviation: float = 10) -> Image:
    return _as_image(image + np.random.default_rng(7).normal(0, deviation, image.shape))


def compress(image: Image, quality: int = 60) -> Image:
    packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    unpacked = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    assert unpacked is not None
    return _as_image(unpacked)


def make_bilevel(image: Image) -> Image:
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return _as_image(cv2.cvtColor(cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1], cv2.COLOR_GRAY2BGR))


def put_seal(image: Image, across: float = 0.6, down: float = 0.35) -> Image:
    """A round seal of 42 mm, its ring, its star and marks along the ring, printed over what is there."""
    inked = np.full_like(image, 255)
    height, width = image.shape[:2]
    middle, radius = (round(width * across), round(height * down)), round(width * 21 / 210)
    cv2.circle(inked, middle, radius, RED, max(2, radius // 14), cv2.LINE_AA)
    star = [(middle[0] + r * np.sin(a), middle[1] - r * np.cos(a)) for a, r in _corners_of_star(radius / 3)]
    cv2.fillPoly(inked, [np.array(star, np.int32)], RED, cv2.LINE_AA)
    for number in range(14):
        angle = np.radians(-130 + 20 * number)
        x, y = middle[0] + 0.78 * radius * np.sin(angle), middle[1] - 0.78 * radius * np.cos(angle)
        size = max(3, radius // 9)
        cv2.rectangle(inked, (round(x - size), round(y - size)), (round(x + size), round(y + size)), RED, max(1, size // 3))
        cv2.line(inked, (round(x - size), round(y)), (round(x + size), round(y)), RED, max(1, size // 3))
    return _as_image(image.astype(np.uint16) * inked // 255)


def _corners_of_star(radius: float) -> list[tuple[float, float]]:
    return [(np.pi * number / 5, radius if number % 2 == 0 else radius * 0.4) for number in range(10)]


def take_photo(image: Image) -> Image:
    """The page on a dark table from aslant, a shadow over its right half."""
    height, width = image.shape[:2]
    corners = np.array([[0.1, 0.08], [0.93, 0.05], [0.97, 0.95], [0.04, 0.92]], np.float32) * (width, height)
    matrix = cv2.getPerspectiveTransform(
        np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32), corners.astype(np.float32)
    )
    shot = cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=(60, 70, 80))
    shade = np.linspace(1.0, 0.7, width)[None, :, None]
    return add_noise(_as_image(shot * shade), 5)


SPOILED: dict[str, Callable[[Image], Image]] = {
    "300 dpi": lambda image: image,
    "200 dpi": lambda image: scale(image, 200),
    "150 dpi": lambda image: scale(image, 150),
    "150 dpi, 0.7° aslant": lambda image: slope(scale(image, 150), 0.7),
    "150 dpi, −1.5° aslant": lambda image: slope(scale(image, 150), -1.5),
    "upside down": lambda image: _as_image(cv2.rotate(scale(image, 150), cv2.ROTATE_180)),
    "sideways": lambda image: _as_image(cv2.rotate(scale(image, 150), cv2.ROTATE_90_CLOCKWISE)),
    "noise": lambda image: add_noise(scale(image, 150)),
    "JPEG 60": lambda image: compress(scale(image, 150)),
    "bilevel": lambda image: make_bilevel(scale(image, 200)),
    "seal": lambda image: put_seal(scale(image, 200)),
    "seal over the table": lambda image: put_seal(scale(image, 200), 0.3, 0.2),
    "photo": lambda image: take_photo(scale(image, 200)),
}
