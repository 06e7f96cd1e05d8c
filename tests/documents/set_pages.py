"""PDF files set by hand: words and lines at given places of a page, in points from its lower left corner."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

A4 = (595, 842)
_IMAGE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
    b"stream\n\x80\nendstream"
)
_WORD = re.compile(r"[A-Za-z]+ ?|[\d.]+[%％]?|.")


def wrap(words: str, width: float, indent: float = 2, *, anywhere: bool = False) -> list[str]:
    """A paragraph as lines at most `width` characters wide, the first one indented; `anywhere` also breaks numbers and words."""
    lines, room = ["\u3000" * int(indent)], width - indent
    for word in words if anywhere else _WORD.findall(words):
        length = sum(0.5 if mark.isascii() else 1.0 for mark in word)
        if length > room and word not in "，。；、":
            lines.append("")
            room = width
        lines[-1] += word
        room -= length
    return [line.rstrip(" ") for line in lines]


@dataclass
class Sheet:
    """A page. `word_map` False leaves out what tells which character a glyph is."""

    size: tuple[float, float] = A4
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    drawn: list[str] = field(default_factory=list)
    fields: list[bytes] = field(default_factory=list)  # of a form, as annotations

    def write(self, x: float, y: float, words: str, size: float = 12, matrix: str = "1 0 0 1", *, unseen: bool = False) -> Sheet:
        """A line of words: Chinese characters are as wide as high, letters and digits half of it. `unseen`, as behind a scan."""
        shown, mode = words.encode("utf-16-be").hex(), 3 if unseen else 0
        self.drawn.append(f"BT {mode} Tr /F1 {size} Tf {matrix} {x} {y} Tm <{shown}> Tj ET")
        return self

    def set_lines(self, lines: Sequence[str], x: float = 60, y: float = 720, size: float = 12, step: float = 20) -> Sheet:
        """Lines below each other; one that begins with 　　 is indented."""
        for number, line in enumerate(lines):
            words = line.lstrip("\u3000")
            self.write(x + size * (len(line) - len(words)), y - step * number, words, size)
        return self

    def rule(self, x: float, y: float, to_x: float, to_y: float) -> Sheet:
        self.drawn.append(f"0.5 w {x} {y} m {to_x} {to_y} l S")
        return self

    def grid(self, columns: Sequence[float], rows: Sequence[float]) -> Sheet:
        """Rules along all edges of columns and rows."""
        for x in columns:
            self.rule(x, rows[0], x, rows[-1])
        for y in rows:
            self.rule(columns[0], y, columns[-1], y)
        return self

    def fill_field(self, x: float, y: float, words: str, width: float = 80, height: float = 16) -> Sheet:
        """A field of a form that is filled with words."""
        place = b"%d %d %d %d" % (x, y, x + width, y + height)
        value = words.encode("utf-16-be").hex().encode()
        self.fields.append(b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (f%d) /Rect [%s] /V <feff%s> >>" % (y, place, value))
        return self

    def picture(self, x: float, y: float, width: float, height: float) -> Sheet:
        self.drawn.append(f"q {width} 0 0 {height} {x} {y} cm /I1 Do Q")
        return self


def set_pdf(*sheets: Sheet, locked: bool = False, mapped: bool = True, image: bytes = _IMAGE) -> bytes:
    """A PDF of pages. `image` is the object that picture() shows; `locked` asks for a password.

    Without `mapped` the font does not say which characters it shows.
    """
    encoding = b"/UniGB-UCS2-H" if mapped else b"/Identity-H"
    collection = b"(GB1) /Supplement 4" if mapped else b"(Identity) /Supplement 0"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] >> >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (8 + 2 * page) for page in range(len(sheets))), len(sheets)),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding %s /DescendantFonts [4 0 R] >>" % encoding,
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500 814 939 500] /FontDescriptor 5 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering %s >> >>" % collection,
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -60 /O <%s> /U <%s> >>" % (b"5a" * 32, b"a5" * 32),
        image,
    ]
    for number, sheet in enumerate(sheets):
        crop = b" /CropBox [%s]" % " ".join(map(str, sheet.crop)).encode() if sheet.crop else b""
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d]%s /Rotate %d /Contents %d 0 R /Annots [%s]"
            b" /Resources << /Font << /F1 3 0 R >> /XObject << /I1 7 0 R >> >> >>"
            % (sheet.size[0], sheet.size[1], crop, sheet.rotate, 9 + 2 * number, b" ".join(sheet.fields))
        )
        content = "\n".join(sheet.drawn).encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    written = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    begin = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = b" /Encrypt 6 0 R /ID [<00> <00>]" if locked else b""
    return bytes(written + b"trailer << /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, lock, begin))
