"""XLSX sheets (SpreadsheetML, ECMA-376 part 1, 18): filled cells with their values as displayed, and merged areas.

Parts are read as streams and only filled cells are kept, so that a sheet with one word in its last cell costs one word. What
libraries give are bare values: without its format 12.5% would be 0.125, and 2023年 a day of 1905.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar
from xml.parsers import expat

from yearbook.catalogue.messages import Message
from yearbook.documents.document import RAISED, PlacedText, Refusal
from yearbook.documents.formats import ZIP_FAULTS
from yearbook.documents.sheet.number_formats import code_of_number, write_number

_BOOK = "xl/workbook.xml"
_CHUNK = 1 << 18
_MOST_COLUMNS = 16_384
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
Event = tuple[bool, str, dict[str, str], str]  # begins, the element, its attributes, the text within
Area = tuple[int, int, int, int]  # of merged cells, the first row and column and the last ones


@dataclass(slots=True)
class Sheet:
    """A sheet with its filled cells; rows and columns count from 1."""

    name: str
    hidden: bool
    cells: list[PlacedText] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncounted: int = 0  # formulas whose value the file does not hold


@dataclass(slots=True)
class _Book:
    """Shared strings (18.4), the number format of each cell style (18.8), and the date system (18.17.4.1)."""

    strings: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)  # the cell styles whose font is struck through
    from_1904: bool = False
    recalculates: bool = False  # when it is opened (18.2.2): a nought behind a formula may stand for a value nobody calculated


@dataclass(slots=True)
class _Run:
    """How the run of rich text (18.4.4) that is being read is set: struck through (18.4.10), raised (18.4.14)."""

    PARTS: ClassVar = ("r", "strike", "vertAlign")
    struck: bool = False
    raised: bool = False

    def note(self, begins: bool, element: str, attributes: dict[str, str]) -> None:
        """Takes in one of PARTS."""
        if element == "r":
            self.struck = self.raised = False
        elif begins and element == "strike":
            self.struck = attributes.get("val") not in ("0", "false")
        elif begins:
            self.raised = attributes.get("val") == "superscript"

    def show(self, text: str) -> str:
        """What the run's text adds to its cell."""
        if self.struck:
            return ""
        return text.translate(RAISED) if self.raised else text


def read_sheets(name: str, content: bytes) -> Iterator[Sheet]:
    """The sheets in the order of their tabs, hidden ones too. Raises Refusal where a part is missing, broken or hostile."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield from _read_book(name, packed)
    except (*ZIP_FAULTS, KeyError, expat.ExpatError) as error:
        raise Refusal(name, Message("documents.damaged", format="XLSX")) from error


def _read_book(name: str, packed: zipfile.ZipFile) -> Iterator[Sheet]:
    relations: dict[str, str] = {}
    book = _Book()
    styles: str | None = None
    for begins, element, attributes, _ in _walk(name, packed, "xl/_rels/workbook.xml.rels"):
        if begins and element == "Relationship":
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            if kind == "worksheet":
                relations[attributes.get("Id", "")] = target
            elif kind == "sharedStrings":
                book.strings = _read_strings(name, packed, target)
            elif kind == "styles":
                styles = target
    if styles is not None:
        book.codes, book.struck = _read_styles(name, packed, styles)
    tabs: list[tuple[Sheet, str]] = []
    for begins, element, attributes, _ in _walk(name, packed, _BOOK):
        if begins and element == "workbookPr":
            book.from_1904 = attributes.get("date1904") in ("1", "true")
        elif begins and element == "calcPr":
            book.recalculates = attributes.get("fullCalcOnLoad") in ("1", "true")
        elif begins and element == "sheet" and (target := relations.get(attributes.get("id", ""), "")):
            tabs.append((Sheet(attributes.get("name", ""), attributes.get("state", "visible") != "visible"), target))
    for sheet, target in tabs:
        _fill(sheet, _walk(name, packed, target), book)
        yield sheet


def _fill(sheet: Sheet, events: Iterator[Event], book: _Book) -> None:
    row = column = 0
    kind, style = "n", 0
    words: list[str] = []
    run, formula = _Run(), False
    for begins, element, attributes, text in events:
        if begins and element == "row":
            row, column = int(attributes.get("r", row + 1)), 0
            if attributes.get("hidden") in ("1", "true"):
                sheet.hidden_rows.add(row)
        elif begins and element == "col" and attributes.get("hidden") in ("1", "true"):
            sheet.hidden_columns.update(range(int(attributes["min"]), min(int(attributes["max"]), _MOST_COLUMNS) + 1))
        elif begins and element == "c":
            row, column = _place_of(attributes.get("r", "")) or (row, column + 1)
            kind, style, words, formula = attributes.get("t", "n"), int(attributes.get("s", 0)), [], False
        elif begins and element == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            if (begin := _place_of(first)) and (end := _place_of(last)):
                sheet.merged.append((*begin, *end))
        elif element in _Run.PARTS:
            run.note(begins, element, attributes)
        elif element == "f":
            formula = True
        elif not begins and element in ("v", "t"):
            words.append(run.show(text) if element == "t" else text)
        elif not begins and element == "c":
            stored = "".join(words)
            uncounted = formula and (not stored or (stored == "0" and book.recalculates))
            sheet.uncounted += uncounted
            shown = "" if uncounted or style in book.struck else _show(stored, kind, style, book)
            if shown.strip():
                sheet.cells.append(PlacedText(row, column, shown))


def _show(stored: str, kind: str, style: int, book: _Book) -> str:
    """A cell's value as displayed, by its type (18.18.11); nothing for an error."""
    match kind:
        case "s":
            place = int(stored or -1)
            return book.strings[place] if 0 <= place < len(book.strings) else ""
        case "e":
            return ""
        case "b":
            return "TRUE" if stored == "1" else "FALSE"
        case "n" if stored:
            return write_number(stored, book.codes[style] if style < len(book.codes) else "", from_1904=book.from_1904)
        case _:
            return _unescape(stored)


def _read_strings(name: str, packed: zipfile.ZipFile, part: str) -> list[str]:
    """The shared strings, without phonetic readings (18.4.6) and struck runs."""
    strings: list[str] = []
    words: list[str] = []
    run, reading = _Run(), False
    for begins, element, attributes, text in _walk(name, packed, part):
        if element == "rPh":
            reading = begins
        elif element in _Run.PARTS:
            run.note(begins, element, attributes)
        elif begins and element == "si":
            words, run = [], _Run()
        elif not begins and element == "t" and not reading:
            words.append(run.show(text))
        elif not begins and element == "si":
            strings.append(_unescape("".join(words)))
    return strings


def _read_styles(name: str, packed: zipfile.ZipFile, part: str) -> tuple[list[str], set[int]]:
    """The format code of each cell style, by the style's number, and the styles whose font (18.8.22) is struck through."""
    own: dict[int, str] = {}
    codes: list[str] = []
    struck_fonts: set[int] = set()
    struck: set[int] = set()
    font = -1
    inside = ""  # the list of styles or fonts that is being read
    for begins, element, attributes, _ in _walk(name, packed, part):
        if element in ("cellXfs", "fonts"):
            inside = element if begins else ""
        elif begins and element == "numFmt":
            own[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif begins and element == "font" and inside == "fonts":
            font += 1
        elif begins and element == "strike" and inside == "fonts" and attributes.get("val") not in ("0", "false"):
            struck_fonts.add(font)
        elif begins and element == "xf" and inside == "cellXfs":
            if int(attributes.get("fontId", 0)) in struck_fonts:
                struck.add(len(codes))
            number = int(attributes.get("numFmtId", 0))
            codes.append(own[number] if number in own else code_of_number(number))
    return codes, struck


def _walk(name: str, packed: zipfile.ZipFile, part: str) -> Iterator[Event]:
    """Start and end events of a part's elements, without namespaces. Raises Refusal where it has a DTD (entity expansion)."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    events: list[Event] = []
    words: list[str] = []

    def begin(element: str, attributes: dict[str, str]) -> None:
        words.clear()
        bare = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        events.append((True, element.rpartition(" ")[2], bare, ""))

    def end(element: str) -> None:
        events.append((False, element.rpartition(" ")[2], {}, "".join(words)))
        words.clear()

    def refuse(*_: object) -> None:
        raise Refusal(name, Message("documents.suspicious"))

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, words.append
    parser.StartDoctypeDeclHandler = refuse  # the format knows none: entities that multiply begin here
    with packed.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            yield from events
            events.clear()
    parser.Parse(b"", True)
    yield from events


def _place_of(reference: str) -> tuple[int, int] | None:
    """Row and column of a reference: (7, 2) of B7."""
    match = _PLACE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _unescape(words: str) -> str:
    """Decode characters that XML cannot hold, written as _x000D_ (ST_Xstring, 22.9.2.19)."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), words) if "_x" in words else words
