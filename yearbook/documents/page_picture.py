"""A page of a source as a picture with words framed on it, drawn in a worker: to be seen beside its text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from yearbook.documents.document import LIMITS
from yearbook.documents.ofd.reader import read_page_picture
from yearbook.documents.scan.pictures import decode_pictures

_SIDE = 1600  # pixels of the longer side
_FRAME = (244, 106, 37)
_AROUND = 4  # pixels between words and their frame


def draw_page(arguments: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Run by a worker: the JPEG of page `page` (from 1) of a file `name`, its words at `corners` (as a MentionRow's) framed."""
    picture = _open_page(arguments["name"], content, int(arguments["page"]))
    picture.thumbnail((_SIDE, _SIDE))
    pen = ImageDraw.Draw(picture)
    for corners in _split(arguments["corners"]):
        across, down = [x * picture.width for x in corners[::2]], [y * picture.height for y in corners[1::2]]
        box = (min(across) - _AROUND, min(down) - _AROUND, max(across) + _AROUND, max(down) + _AROUND)
        pen.rectangle(box, outline=_FRAME, width=3)
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=80)
    return {}, held.getvalue()


def _open_page(name: str, content: bytes, number: int) -> Image.Image:
    if b"%PDF-" not in content[:1024]:
        if content.startswith(b"PK"):
            content, number = read_page_picture(content, number), 1
        pixels = next(islice(decode_pictures(name, content, LIMITS), number - 1, None))
        return Image.fromarray(pixels[:, :, ::-1])
    with pdfium.PdfDocument(content) as pdf:
        page = pdf[number - 1]
        drawn: Image.Image = page.render(scale=_SIDE / max(page.get_size()), may_draw_forms=False).to_pil().convert("RGB")
        return drawn


def _split(corners: list[float]) -> Iterator[list[float]]:
    """Eight numbers of each line."""
    return (corners[at : at + 8] for at in range(0, len(corners), 8))
