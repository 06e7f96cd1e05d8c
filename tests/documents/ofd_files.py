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
    pages: Sequence[str], common: str = "", rest: str = "", parts: Mapping[str, str] | None = None, folder: str = "Doc_0"
) -> bytes:
    """A package of pages; `common` and `rest` are put into the document's common data and behind its pages."""
    listed = "".join(f'<ofd:Page ID="{number}" BaseLoc="Pages/{number}.xml"/>' for number in range(len(pages)))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    document = f'{HEAD}<ofd:Document xmlns:ofd="{SPACE}"><ofd:CommonData>{area}{common}</ofd:CommonData>'
    root = f"<ofd:DocRoot>{folder}/Document.xml</ofd:DocRoot>"
    members = {
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
