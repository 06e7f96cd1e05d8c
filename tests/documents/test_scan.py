"""Pictures of pages: what they say, where it stands, and what is not sure of itself."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from tests.documents.made_files import WRITTEN
from yearbook.documents.document import Document
from yearbook.documents.reader import read_bytes

pytestmark = pytest.mark.slow
FIGURE = "1200辆"


def save(picture: Image.Image, kind: str, **options: Any) -> bytes:
    held = io.BytesIO()
    picture.copy().save(held, kind, **options)
    return held.getvalue()


def page() -> Image.Image:
    """The scan of a short report in the upper half of a page."""
    sheet = Image.new("RGB", (1000, 1300), "white")
    with Image.open(WRITTEN / "report.png") as report:
        sheet.paste(report.convert("RGB"), (110, 120))
    return sheet


def shade(sheet: Image.Image) -> Image.Image:
    """A photo of a sheet on a table: its corners where no rectangle has them."""
    corners = (-120, -90, -60, 1420, 1080, 1400, 1100, -40)
    return sheet.transform(sheet.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=(70, 60, 50))


def read(picture: Image.Image) -> Document:
    return read_bytes("图.png", save(picture, "PNG"))


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: sheet,
        lambda sheet: sheet.rotate(1.5, Image.Resampling.BICUBIC, fillcolor="white"),
        lambda sheet: sheet.rotate(180),
        lambda sheet: sheet.rotate(90, expand=True),
        lambda sheet: sheet.rotate(270, expand=True),
        shade,
    ],
    ids=["level", "slope", "upside down", "on its left side", "on its right side", "photo"],
)
def test_a_page_is_read_however_it_lies(change: Any) -> None:
    assert read(change(page())).text.splitlines() == read(page()).text.splitlines()
    assert FIGURE in read(page()).text
