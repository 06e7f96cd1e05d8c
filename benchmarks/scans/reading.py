"""Scans of the samples against the same pages as text: figures right and false, cells of a ruled table, time and memory.

The samples are set as pages by an installed Chromium, drawn, spoiled in the ways of spoiled_pages, and read by the program, by
RapidOCR as it comes and by tesseract (chi_sim) where that is installed; the lines of these two are joined by their height.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import psutil
import pypdfium2 as pdfium

from benchmarks.measure import Measure, Settings
from benchmarks.scans.spoiled_pages import DPI, SPOILED, Image
from tests.documents.report_forms import make_body
from tests.system_setup import find_browser
from yearbook.catalogue.files import home
from yearbook.catalogue.samples import catalogue_for
from yearbook.documents.document import Document, Limits
from yearbook.documents.page.layout import write_pages
from yearbook.documents.reader import read, read_bytes
from yearbook.extraction.extractor import understand

RIGHT, FALSE, CELLS, TIME, MEGABYTES = 0.97, 0.03, 49 / 50, 1.2, 1200
LOOK = "body{font:12pt/1.7 'Noto Sans CJK SC',sans-serif} p{text-indent:2em;margin:0} td{border:1px solid #333;padding:2px 8px}"
COLUMNS, SMALL = "body{columns:2;column-gap:2em}", "body{font-size:7.5pt}"
AGAINST_PEERS = ("200 dpi", "150 dpi, −1.5° aslant", "seal")
BY_THEMSELVES = ("columns", "small print")  # sheets whose figures are counted over all ways, too
READ_BY_EACH = 3  # pages that a process reads for its memory and pace
Figures = Counter[tuple[str, object, object]]
Way = Callable[[list[Image]], Document]


def measure_scans(settings: Settings) -> Iterator[Measure]:
    """Every way of spoiling over every sheet; in short, over one of the samples."""
    with tempfile.TemporaryDirectory() as folder:
        sheets = _set_sheets(Path(folder), settings.short)
        pages = {name: _draw(file) for name, file in sheets.items()}
        figures = {name: _find_figures(read(file)) for name, file in sheets.items()}
    peers: dict[str, Way] = {"RapidOCR as it comes": _read_by_rapidocr}
    peers |= {"tesseract": _read_by_tesseract} if shutil.which("tesseract") else {}
    by_sheet: dict[str, list[_Score]] = {name: [] for name in BY_THEMSELVES}
    for spoiled, spoil in SPOILED.items():
        scans = {name: [spoil(page) for page in drawn] for name, drawn in pages.items()}
        count = sum(map(len, scans.values()))
        ours = {name: _score(_read_by_ours, scan, figures[name]) for name, scan in scans.items()}
        for name, scores in by_sheet.items():
            scores.append(ours[name])
        total = _add(ours.values())
        yield from _compare(f"{spoiled}, {count} pages", total)
        yield _count_cells(spoiled, ours["table"].document)
        for peer, way in peers.items() if spoiled in AGAINST_PEERS else ():
            theirs = _add([_score(way, scan, figures[name]) for name, scan in scans.items()])
            amount = f"right {total.right} to {theirs.right}, false {total.false} to {theirs.false}"
            target = TIME if way is _read_by_rapidocr else None
            yield Measure(f"{spoiled}, a page", peer, amount, ((total.seconds / count, theirs.seconds / count),), target)
    for name, scores in by_sheet.items():
        yield from _compare(f"{name}, in all ways", _add(scores))
    yield from _measure_memory(pages["table"][0])


@dataclass(frozen=True, slots=True)
class _Score:
    """Figures right and false of those that are known, and the seconds of processor time that reading took, of programs too."""

    document: Document
    known: int
    right: int
    false: int
    seconds: float


def _add(scores: Iterable[_Score]) -> _Score:
    """The sum of scores, with the document of the last."""
    scores = list(scores)
    known, right, false = (sum(getattr(score, name) for score in scores) for name in ("known", "right", "false"))
    return _Score(scores[-1].document, known, right, false, sum(score.seconds for score in scores))


def _compare(spoiled: str, found: _Score) -> Iterator[Measure]:
    right = f"{found.right} of {found.known} right"
    yield Measure(spoiled, "text PDF", right, ((found.known, found.right),), 1 / RIGHT, "figures")
    yield Measure(spoiled, "3 in 100 false", f"{found.false} false", ((found.false, FALSE * found.known),), 1, "figures")


def _score(way: Way, pages: list[Image], known: Figures) -> _Score:
    begin = _processor_seconds()
    document = way(pages)
    seconds = _processor_seconds() - begin
    found = _find_figures(document)
    return _Score(document, known.total(), (found & known).total(), (found - known).total(), seconds)


def _processor_seconds() -> float:
    times = psutil.Process().cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


def _find_figures(document: Document) -> Figures:
    """What metrics claim, with its value; whose it is has no part in it, which depends on one line of a report."""
    mentions = understand(document, catalogue_for(home(), True), None, None).mentions
    return Counter((mention.metric, mention.value, mention.value_max) for mention in mentions if mention.metric)


def _read_by_ours(pages: list[Image]) -> Document:
    from yearbook.documents.scan.recognition import recognise_page

    read_pages = (recognise_page("a.png", number, page) for number, page in enumerate(pages, start=1))
    return write_pages("a.png", b"a", "png", read_pages, Limits())


@cache
def _load_rapidocr() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})


def _read_by_rapidocr(pages: list[Image]) -> Document:
    return _join([_join_rows(_load_rapidocr()(page)) for page in pages])


def _join_rows(read: Any) -> str:
    """Lines of boxes at the same height."""
    rows: list[tuple[float, list[tuple[float, str]]]] = []
    for box, text in zip(read.boxes if read.boxes is not None else (), read.txts or (), strict=True):
        middle, high = float(box[:, 1].mean()), float(np.ptp(box[:, 1]))
        if rows and abs(middle - rows[-1][0]) < high / 2:
            rows[-1][1].append((float(box[0][0]), text))
        else:
            rows.append((middle, [(float(box[0][0]), text)]))
    return "\n".join(" ".join(text for _, text in sorted(row)) for _, row in rows)


def _read_by_tesseract(pages: list[Image]) -> Document:
    command = ["tesseract", "stdin", "stdout", "-l", "chi_sim", "--psm", "3"]
    packed = (cv2.imencode(".png", page)[1].tobytes() for page in pages)
    read_pages = [subprocess.run(command, input=page, capture_output=True, check=True).stdout.decode() for page in packed]
    return _join([_drop_blanks(text) for text in read_pages])


def _drop_blanks(text: str) -> str:
    """Text without the blanks that tesseract sets between Chinese characters."""
    kept = [
        mark
        for before, mark, after in zip(" " + text, text, text[1:] + " ", strict=False)
        if mark != " " or (before + after).isascii()
    ]
    return "".join(kept)


def _join(texts: list[str]) -> Document:
    return read_bytes("a.txt", ("\n".join(texts) or " 。").encode())


def _count_cells(spoiled: str, document: Document) -> Measure:
    """The cells of a ruled table of 50 whose words stand in their row and column."""
    found = {(cell.row, cell.column, document.text[cell.start : cell.end]) for cell in document.cells}
    wanted = {(row, column, words) for row, cells in enumerate(_make_table(), 1) for column, words in enumerate(cells, 1)}
    right = len(found & wanted)
    name, amount = f"{spoiled}, ruled table", f"{right} of {len(wanted)} right"
    return Measure(name, "its cells", amount, ((len(wanted), right),), 1 / CELLS, "figures")


def _measure_memory(page: Image) -> Iterator[Measure]:
    """What one process and two hold while they read pages, and the seconds on the clock that each page takes them."""
    packed = cv2.imencode(".png", SPOILED["200 dpi"](page))[1].tobytes()
    for processes in (1, 2):
        threads = [threading.Thread(target=_read_again, args=(packed,)) for _ in range(processes)]
        begin, most = time.perf_counter(), 0
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            most = max(most, sum(child.memory_info().rss for child in psutil.Process().children()))
            time.sleep(0.05)
        taken = (time.perf_counter() - begin) / (READ_BY_EACH * processes)
        amount = f"{processes} at once, {taken:.1f} s on the clock a page"
        yield Measure("recognition", f"{MEGABYTES} MB each", amount, ((most / 1e6, MEGABYTES * processes),), 1, "MB")


def _read_again(packed: bytes) -> None:
    for _ in range(READ_BY_EACH):
        read_bytes("a.png", packed)


def _set_sheets(folder: Path, short: bool) -> dict[str, Path]:
    """PDF files with text of the samples, of a ruled table, in two columns and in small print."""
    browser = find_browser()
    if browser is None:
        raise RuntimeError("no Chromium is installed to set pages with")
    samples = sorted(home().samples.glob("*-*.*"))
    bodies = {file.stem: (make_body(read(file).text), LOOK) for file in (samples[:1] if short else samples)}
    first = read(samples[0]).text
    bodies |= {"columns": (make_body(first), LOOK + COLUMNS), "small print": (make_body(first), LOOK + SMALL)}
    bodies["table"] = (make_body("\n".join("|".join(row) for row in _make_table())), LOOK)
    files = {}
    for name, (body, look) in bodies.items():
        page, files[name] = folder / f"{name}.html", folder / f"{name}.pdf"
        page.write_text(f'<meta charset="utf-8"><style>table{{border-collapse:collapse}}{look}</style>{body}', encoding="utf-8")
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder / 'profile'}",
        ]
        command = [browser, *options, f"--print-to-pdf={files[name]}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return files


def _make_table() -> list[list[str]]:
    """Ten rows of five cells."""
    units = ("辆", "万元", "吨", "千瓦时", "平方米", "人", "家", "个", "台")
    rows = [
        [f"指标{number + 1}", unit, *(f"{(number + 3) * 137 + year * 29}" for year in range(3))]
        for number, unit in enumerate(units)
    ]
    return [["指标", "单位", "2021年", "2022年", "2023年"], *rows]


def _draw(file: Path) -> list[Image]:
    with pdfium.PdfDocument(file) as pdf:
        return [np.ascontiguousarray(page.render(scale=DPI / 72).to_numpy()[:, :, :3]) for page in pdf]
