"""Pictures of pages: what they say, where it stands, and what is not sure of itself."""

from __future__ import annotations

import io
import json
import re
import struct
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageDraw

from tests.documents.made_files import WRITTEN, make_picture
from tests.documents.report_forms import FOOTED, make_body, make_print, print_pages
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import PROJECT
from yearbook.documents.document import LIMITS, Document, Refusal
from yearbook.documents.reader import read_bytes
from yearbook.documents.scan.pictures import open_picture
from yearbook.extraction.extractor import understand

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


def test_what_is_not_sure_is_kept_with_its_place() -> None:
    sheet = page()
    blurred = sheet.resize((250, 325)).resize(sheet.size, Image.Resampling.BILINEAR)
    document = read(blurred)
    assert "formats.recognised_pages" in {note.words for note in document.notes}
    assert all(0 <= share <= 1 for line in document.scanned for share in line.corners)
    assert any(line.doubtful for line in document.scanned) == ("formats.doubtful_pages" in {n.words for n in document.notes})
    assert [line.start for line in document.scanned] == sorted(line.start for line in document.scanned)


def test_a_line_is_found_on_the_picture_where_it_stands() -> None:
    document = read(page().rotate(180))
    line = next(line for line in document.scanned if FIGURE in document.text[line.start : line.end])
    across, down = line.corners[::2], line.corners[1::2]
    assert across[0] > across[1]  # it begins at the right: the page lies upside down
    assert 1 - 0.5 < min(down) < max(down) < 1


def test_a_red_seal_over_words_is_taken_out() -> None:
    sheet = page()
    pen = ImageDraw.Draw(seal := Image.new("RGB", sheet.size, "white"))
    pen.ellipse((330, 130, 630, 430), outline=(215, 30, 40), width=14)
    pen.regular_polygon((480, 280, 60), 3, fill=(215, 30, 40))
    assert read(ImageChops.multiply(sheet, seal)).text == read(sheet).text


def test_every_page_of_a_tiff_and_a_page_of_a_pdf_without_text_are_read() -> None:
    two = read_bytes("二.tif", make_picture("tiff", pages=2))
    assert [len(two.page_starts), two.text.count(FIGURE)] == [2, 2]
    scanned = read_bytes("扫描.pdf", save(page(), "PDF", resolution=120))
    assert FIGURE in scanned.text
    assert scanned.format == "pdf"


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        ("too many points", save(Image.new("1", (20_000, 20_000)), "PNG"), "20000 × 20000"),
        ("no words", save(Image.new("L", (900, 1200), "white"), "PNG"), "没有认出文字"),
        ("cut off", make_picture("jpeg")[:2000], "损坏"),
        (
            "too many pages",
            save(Image.new("1", (8, 8)), "TIFF", save_all=True, append_images=[Image.new("1", (8, 8))] * 300),
            "300 页",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(kind: str, content: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        read_bytes(kind, content)


def test_a_page_of_a_tiff_that_does_not_say_how_wide_it_is_makes_it_a_damaged_file() -> None:
    tiff = make_picture("tiff", pages=2)
    width = max(tiff.rfind(struct.pack("<HHI", 256, kind, 1)) for kind in (3, 4))  # the last ImageWidth (TIFF 6.0, 8)
    with pytest.raises(Refusal, match="损坏"):
        open_picture("图.tif", tiff[:width] + struct.pack("<H", 255) + tiff[width + 2 :], LIMITS)


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("下降1.8%0，", "下降1.8‰，"),
        ("下降1.8%。", "下降1.8%。"),
        ("市府〔2023]41号", "市府〔2023〕41号"),
        ("（2023）年", "（2023）年"),
        ("2022-02-1809:30", "2022-02-18 09:30"),
        ("车辆71辆,其中", "车辆71辆，其中"),
        ("12,345元", "12,345元"),
    ],
)
def test_signs_that_are_always_misread_are_mended(seen: str, meant: str) -> None:
    mending = pytest.importorskip("yearbook.documents.scan.mending")
    line = mending.mend(mending.Recognised(seen, (0.9,) * len(seen), tuple(n / len(seen) for n in range(len(seen)))))
    assert line.text == meant
    assert len(line.scores) == len(line.places) == len(meant)


REPORTS = PROJECT.parent / "shared" / "reports"


@pytest.mark.skipif(not REPORTS.exists(), reason="the real reports are not part of the repository: ../shared is missing")
def test_scans_of_the_real_reports_give_all_figures_that_their_text_gives(tmp_path: Path) -> None:
    look = "body{font:16pt/1.6 'Noto Sans CJK SC',sans-serif} p{text-indent:2em;margin:0}"
    bodies = {file.stem: make_body(join_lines(file.read_text(encoding="utf-8"))) for file in REPORTS.glob("*.txt")}
    printed = print_pages({name: (make_print(body, look), FOOTED) for name, body in bodies.items()}, tmp_path)
    gold = [json.loads(line) for line in (PROJECT.parent / "shared" / "gold" / "seeds.jsonl").read_text("utf-8").splitlines()]
    labels = Counter(
        (label["metric"], float(label["value"])) for report in gold for label in report["gold"] if label.get("metric")
    )
    counts = []
    for read_pages in (read_bytes, read_as_scan):
        found = [understand(read_pages(f"{name}.pdf", content), load_catalogue()) for name, content in printed.items()]
        counts.append(
            (
                Counter((m.metric, float(m.value)) for r in found for m in r.mentions if m.metric and m.value is not None)
                & labels
            ).total()
        )
    assert counts[1] >= max(35, counts[0])


def read_as_scan(name: str, content: bytes) -> Document:
    """What a scan of a PDF at 150 dpi says."""
    with pdfium.PdfDocument(content) as pdf:
        first, *others = [sheet.render(scale=150 / 72).to_pil().convert("L") for sheet in pdf]
    return read_bytes(name, save(first, "PDF", save_all=True, append_images=others, resolution=150))


def join_lines(text: str) -> str:
    """The paragraphs of a text whose lines are broken where its pages broke them."""
    return re.sub(r"(?<=[^。：\n]{24})\n+(?=[^\n一二三四五六（])", "", text)
