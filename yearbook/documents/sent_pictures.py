"""Pictures that a browser sent, decoded in a worker and written anew: nothing of the files themselves goes on."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def redraw_pictures(arguments: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Run by a worker: PNG files of `lengths` bytes, one after the other in `content`, as new ones on white; {"lengths": …}.

    Raises ValueError for a picture of more than `most` pixels, and what Pillow raises for what is no PNG.
    """
    drawn, at = [], 0
    for length in arguments["lengths"]:
        with Image.open(io.BytesIO(content[at : at + length]), formats=["PNG"]) as sent:
            if sent.width * sent.height > arguments["most"]:
                raise ValueError("too many pixels")
            picture = sent.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        stream = io.BytesIO()
        paper.save(stream, "PNG")
        drawn.append(stream.getvalue())
        at += length
    return {"lengths": list(map(len, drawn))}, b"".join(drawn)
