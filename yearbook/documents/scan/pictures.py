"""Files of pictures (JPEG, PNG, TIFF of one page or several), decoded by Pillow once their headers keep to the limits."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, UnidentifiedImageError

from yearbook.catalogue.messages import Message
from yearbook.documents.document import Limits, Refusal

_PLUGINS = (JpegImagePlugin, PngImagePlugin, TiffImagePlugin)  # imported, they are known to Image.open
_FORMATS = ("JPEG", "PNG", "TIFF")
_ENOUGH = 2400  # pixels: a JPEG is decoded at a half or less where its longer side stays so long
Image.MAX_IMAGE_PIXELS = None  # check_size says it in words, with numbers
_FAULTS = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, OverflowError)


def open_picture(name: str, content: bytes, limits: Limits) -> tuple[str, int]:
    """A file's kind and its number of pages. Raises Refusal where it is damaged, or a page is larger than the limits allow."""
    with _open(name, content) as picture:
        kind = {"PNG": "png", "TIFF": "tiff"}.get(picture.format, "jpeg")  # phones write MPO, a JPEG with others behind it
        count = 1 if kind == "jpeg" else _count_pages(name, picture)
        if count > limits.max_scans:
            raise Refusal(name, Message("formats.scans", limit=limits.max_scans))
        for number in range(count):
            _seek(name, picture, number)
            width, height = picture.size
            check_size(name, width, height, limits)
    return kind, count


def check_size(name: str, width: int, height: int, limits: Limits) -> None:
    """Raises Refusal where a picture has more pixels than the limits allow."""
    if width * height > limits.max_pixels:
        raise Refusal(name, Message("formats.pixels", width=width, height=height, limit=limits.max_pixels // 1_000_000))


def decode_pictures(name: str, content: bytes, limits: Limits) -> Iterator[NDArray[np.uint8]]:
    """The pages of a file as rows of blue, green and red, turned as the camera says. Raises Refusal as open_picture does."""
    _, count = open_picture(name, content, limits)
    with _open(name, content) as picture:
        for number in range(count):
            _seek(name, picture, number)
            try:
                picture.draft("RGB", (_ENOUGH, _ENOUGH))
                yield _to_array(ImageOps.exif_transpose(picture))
            except _FAULTS as error:
                raise Refusal(name, Message("documents.damaged", format=str(picture.format))) from error


def _open(name: str, content: bytes) -> Any:
    try:
        return Image.open(io.BytesIO(content), formats=_FORMATS)
    except _FAULTS as error:
        raise Refusal(name, Message("documents.damaged", format="JPEG / PNG / TIFF")) from error


def _count_pages(name: str, picture: Any) -> int:
    try:
        return int(getattr(picture, "n_frames", 1))
    except _FAULTS as error:  # of a TIFF the heads of all pages are read
        raise Refusal(name, Message("documents.damaged", format="TIFF")) from error


def _seek(name: str, picture: Any, number: int) -> None:
    try:
        picture.seek(number)
    except _FAULTS as error:
        raise Refusal(name, Message("documents.damaged", format="JPEG / PNG / TIFF")) from error


def _to_array(picture: Any) -> NDArray[np.uint8]:
    if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        values = np.asarray(picture, np.float64)
        picture = Image.fromarray((values * (255 / max(values.max(), 1.0))).clip(0, 255).astype(np.uint8))
    if "A" in picture.getbands() or "transparency" in picture.info:
        over = picture.convert("RGBA")
        picture = Image.new("RGBA", over.size, "white")
        picture.alpha_composite(over)
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])
