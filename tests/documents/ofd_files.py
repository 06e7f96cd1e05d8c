"""OFD files (GB/T 33190-2016) made for tests out of invented words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

SPACE = "http://www.ofdspec.org/2016"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def text(words: str, x: float, y: float, size: float = 4, attributes: str = "", deltas: str | None = None) -> str:
    """A text object whose line stands at (x, y) in millimetres from the page's upper left corner."""
    steps = f'DeltaX="g {max(len(words) - 1, 1)} {size}"' if deltas is None else deltas
    box = f'Boundary="{x} {y - size} {size * len(words) + 1} {size * 1.5}"'
    code = f'<ofd:TextCode X="0" Y="{size}" {steps}>{words}</ofd:TextCode>'
    return f'<ofd:TextObject {box} Font="1" Size="{size}" {attributes}>{code}</ofd:TextObject>'


def rule(x: float, y: float, to_x: float, to_y: float) -> str:
    """A stroked line."""
    data = f"M 0 0 L {to_x - x} {to_y - y}"
    box = f'Boundary="{x} {y} {to_x - x} {to_y - y}" LineWidth="0.3"'
    return f"<ofd:PathObject {box}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"


def page(*objects: str, before: str = "") -> str:
    layer = f'<ofd:Content><ofd:Layer ID="2">{"".join(objects)}</ofd:Layer></ofd:Content>'
    return f'{HEAD}<ofd:Page xmlns:ofd="{SPACE}">{before}{layer}</ofd:Page>'


def make_ofd(
    pages: Sequence[str], common: str = "", rest: str = "", parts: Mapping[str, str | bytes] | None = None, folder: str = "Doc_0"
) -> bytes:
    """A package of pages; `common` and `rest` are put into the document's common data and behind its pages."""
    listed = "".join(f'<ofd:Page ID="{number}" BaseLoc="Pages/{number}.xml"/>' for number in range(len(pages)))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    document = f'{HEAD}<ofd:Document xmlns:ofd="{SPACE}"><ofd:CommonData>{area}{common}</ofd:CommonData>'
    root = f"<ofd:DocRoot>{folder}/Document.xml</ofd:DocRoot>"
    members: dict[str, str | bytes] = {
        "OFD.xml": f'{HEAD}<ofd:OFD xmlns:ofd="{SPACE}"><ofd:DocBody>{root}</ofd:DocBody></ofd:OFD>',
        f"{folder}/Document.xml": f"{document}<ofd:Pages>{listed}</ofd:Pages>{rest}</ofd:Document>",
        **{f"{folder}/Pages/{number}.xml": content for number, content in enumerate(pages)},
        **(parts or {}),
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return held.getvalue()


def make_lines(lines: Sequence[str]) -> bytes:
    """A package of one page with a line below the other."""
    return make_ofd([page(*(text(line.strip(), 20, 30 + 8 * number) for number, line in enumerate(lines)))])


def set_pages(parts: Sequence[str | list[list[str]]], size: float = 3.7, most: int = 40) -> bytes:
    """A report's paragraphs and tables set as pages with numbers, letters half as wide as Chinese characters."""
    pages: list[list[str]] = [[]]
    y = 25.0

    def advance(high: float) -> float:
        nonlocal y
        if y + high > 270:
            pages.append([])
            y = 25.0
        y += high
        return y

    def put(words: str, x: float, at: float) -> None:
        steps = " ".join(str(width(sign)) for sign in words[:-1])
        pages[-1].append(text(words.replace("&", "&amp;").replace("<", "&lt;"), x, at, size, deltas=f'DeltaX="{steps}"'))

    def width(words: str) -> float:
        return size * sum(0.5 if sign.isascii() else 1 for sign in words)

    for part in parts:
        if isinstance(part, str):
            line = ""
            for sign in f"　　{part}":
                if width(line + sign) > most * size:
                    put(line, 25, advance(7))
                    line = ""
                line += sign
            put(line, 25, advance(7))
            continue
        lefts = [25.0]
        for column in zip(*part, strict=True):
            lefts.append(lefts[-1] + max(map(width, column)) + 4)
        for row in part:
            foot = advance(8)
            pages[-1] += [rule(25, at, lefts[-1], at) for at in (foot - 6, foot + 2)]
            pages[-1] += [rule(left, foot - 6, left, foot + 2) for left in lefts]
            for left, words in zip(lefts, row, strict=False):
                if words:
                    put(words, left + 2, foot)
    for number, objects in enumerate(pages, start=1):
        objects.append(text(f"— {number} —", 100, 285, 3, deltas='DeltaX="3 1.5 1.5 1.5"'))
    return make_ofd([page(*objects) for objects in pages])
