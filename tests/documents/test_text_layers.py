"""Words that a scanner put behind a page's picture stay where its pixels say the same, and are read anew where they do not."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PIL import Image

from tests.documents.made_files import WRITTEN
from tests.documents.set_pages import A4, Sheet, set_pdf
from yearbook.documents.document import Limits, Refusal
from yearbook.documents.pdf import scans
from yearbook.documents.pdf.reader import read_pdf
from yearbook.documents.scan.reader import read_picture

pytestmark = pytest.mark.slow
AT, WIDE = (60.0, 600.0), 475.0  # where the words of the report stand on the page, in points
RECOGNISES = Limits().for_scans(1)


def scan() -> Image.Image:
    """A page of the size of the PDF's, white but for a short report."""
    with Image.open(WRITTEN / "report.png") as report:
        words = report.convert("L")
    sheet = Image.new("L", (1190, 1684), "white")
    scale = WIDE * 2 / words.width
    sheet.paste(words.resize((round(WIDE * 2), round(words.height * scale))), (round(AT[0] * 2), round((A4[1] - AT[1]) * 2)))
    return sheet


def scanned_pdf(layer: Sheet) -> bytes:
    """The scan as the whole of a page, and a layer of words over it that nobody sees."""
    held = io.BytesIO()
    picture = scan()
    picture.save(held, "JPEG", quality=90)
    head = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
    image = head % picture.size + b" /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(held.getvalue()),
        held.getvalue(),
    )
    return set_pdf(Sheet(drawn=["q 595 0 0 842 0 0 cm /I1 Do Q", *layer.drawn]), image=image)


@pytest.fixture(scope="module")
def lines() -> list[tuple[float, float, float, str]]:
    """Left, foot and size in points of the lines on the scan, and what they say."""
    held = io.BytesIO()
    scan().save(held, "PNG")
    document = read_picture("图.png", held.getvalue(), RECOGNISES)
    placed = []
    for line in document.scanned:
        left, top, foot = line.corners[0] * A4[0], (1 - line.corners[1]) * A4[1], (1 - line.corners[7]) * A4[1]
        placed.append((left, foot + (top - foot) * 0.12, top - foot, document.text[line.start : line.end]))
    return placed


def layer_of(lines: Sequence[tuple[float, float, float, str]], change: Callable[[str], str]) -> Sheet:
    layer = Sheet()
    for left, foot, size, words in lines:
        layer.write(left, foot, change(words), size, unseen=True)
    return layer


def recoded(words: str) -> str:
    """What a layer says whose maker took the words for those of another script."""
    return "".join(chr(0x4E00 + ord(sign) % 500) for sign in words)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (lambda words: words.replace("芷岸市", "芷崖巿").replace("1200", "１２００"), True),
        (lambda words: words.replace("1200", "1280"), False),
        (lambda words: "".join(chr(0x4E00 + ord(sign) % 500) for sign in words), False),
    ],
    ids=["true but for two signs", "another digit", "another script"],
)
def test_a_layer_stays_where_the_pixels_say_the_same(lines: Any, change: Callable[[str], str], kept: bool) -> None:
    document = read_pdf("扫描.pdf", scanned_pdf(layer_of(lines, change)), RECOGNISES)
    assert [line.strip() for line in document.text.splitlines()] == [change(words) if kept else words for *_, words in lines]
    assert [note.words for note in document.notes] == ([] if kept else ["formats.recognised_pages"])
    assert bool(document.scanned) != kept


def test_a_layer_that_lies_beside_its_words_does_not_stand_for_them(lines: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    aside = [(left, foot - 300, size, words) for left, foot, size, words in lines]
    monkeypatch.setattr(scans, "recognise_page", lambda name, *_: (_ for _ in ()).throw(Refusal(name, "recognised")))
    with pytest.raises(Refusal, match="recognised"):
        read_pdf("扫描.pdf", scanned_pdf(layer_of(aside, str)), RECOGNISES)


def test_a_true_layer_of_many_lines_costs_a_look_at_few(lines: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    look = scans.recognise_lines
    monkeypatch.setattr(scans, "recognise_lines", lambda images: look(images[: looked.append(len(images)) or 9]))
    monkeypatch.setattr(scans, "recognise_page", lambda *_: pytest.fail("the whole page was recognised"))
    left, foot, _, words = lines[1]
    many = [(left, foot - 20 - 10 * number, 8, "短行12") for number in range(40)]
    document = read_pdf("扫描.pdf", scanned_pdf(layer_of([*lines, *many], str)), RECOGNISES)
    assert words in document.text
    assert looked == [3]


def test_without_recognition_a_layer_is_taken_as_it_is(lines: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    content = scanned_pdf(layer_of(lines, lambda words: words.replace("1200", "1280")))
    monkeypatch.setattr("yearbook.documents.pdf.reader.is_installed", lambda: False)
    assert "1280" in read_pdf("扫描.pdf", content, Limits()).text
