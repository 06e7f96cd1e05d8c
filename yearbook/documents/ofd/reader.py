"""OFD reader (GB/T 33190-2016), for official documents: its pages of placed signs and drawn lines, laid out as those of a PDF."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from lxml import etree

from yearbook.catalogue.messages import Message
from yearbook.documents.document import Document, Limits, Note, Refusal
from yearbook.documents.formats import ZIP_FAULTS
from yearbook.documents.ofd.drawing import Drawing, Run, TooMuchError, draw_page
from yearbook.documents.ofd.package import OfdDocument, OfdPackage
from yearbook.documents.page.glyphs import Box, Glyph, Turn
from yearbook.documents.page.layout import Page, write_pages
from yearbook.documents.page.lines import make_line
from yearbook.documents.page.reading_order import order_by_place
from yearbook.documents.scan.reader import is_installed, require_recognition

LINE_END = Glyph("\n", 0, 0, 0, 0)
_UNKNOWN = "\ufffd"
_GIBBERISH = 0.1  # of all signs
_SOME = 5  # unknown signs on a page: more than a bullet or two
_SAME_PLACE = 0.12  # of a sign's size: how far apart words are that are set twice to look bold
_GAP = 0.2  # of a sign's size: more than this between two of one run is a blank
_SAME_ROW = 0.5  # of the lower one's height
_COVERED = 0.4  # of a page without words
_SCANNED = 0.8  # of a page with few words, which were put over its scan
_FEW = 30  # signs


def read_ofd(name: str, content: bytes, limits: Limits) -> Document:
    """The document in the bytes of an OFD; of several in one package all, one after another.

    Raises Refusal where it is damaged or locked, has too many pages, holds only pictures, or its fonts do not say which signs
    they show.
    """
    notes: list[Note] = []
    try:
        document = write_pages(name, content, "ofd", _read_pages(name, content, limits, notes), limits)
    except (*ZIP_FAULTS, KeyError, etree.XMLSyntaxError, zipfile.LargeZipFile) as error:
        raise Refusal(name, Message("documents.damaged", format="OFD")) from error
    return replace(document, notes=(*document.notes, *notes))


def _read_pages(name: str, content: bytes, limits: Limits, notes: list[Note]) -> Iterator[Page]:
    package = OfdPackage(content)
    if package.is_locked:
        raise Refusal(name, Message("documents.password", format="OFD"))
    number = signs = unknown = pictures = 0
    worded = drawn = False
    documents = list(package.list_documents())
    if sum(len(document.pages) for document in documents) > limits.max_pages:
        raise Refusal(name, Message("documents.pages", limit=limits.max_pages))
    for document in documents:
        if document.attachments:
            notes.append(Note("formats.attachments", "、".join(document.attachments)))
        for part, appearances in document.pages:
            number += 1
            try:
                drawing = draw_page(document, part, appearances)
            except TooMuchError as error:
                raise Refusal(name, Message("documents.too_much", format="OFD")) from error
            page = _make_page(drawing)
            unknown_here = sum(glyph.text == _UNKNOWN for glyph in page.glyphs)
            signs, unknown = signs + len(page.glyphs), unknown + unknown_here
            if signs > limits.max_text:
                raise Refusal(name, Message("documents.too_long", limit=limits.max_text // 10_000))
            words = sum(len(glyph.text.strip()) for glyph in page.glyphs) + len("".join(page.across))
            picture = _find_picture(package, document, drawing, _COVERED if not words else _SCANNED) if words <= _FEW else None
            pictures += picture is not None
            worded, drawn = worded or words > 0, drawn or bool(drawing.pictures)
            if picture is not None and limits.recognises:
                worded = True
                yield _recognise(name, number, picture, page, limits)
                continue
            is_scan = picture is not None or (not words and _is_covered(drawing))
            found = {"formats.scanned_pages": is_scan, "formats.unknown_characters": unknown_here >= _SOME}
            page.notes = [words for words, holds in found.items() if holds]
            yield page
    if pictures and (is_installed() or not worded):
        require_recognition(name, pictures, limits)
    if drawn and not worded:
        raise Refusal(name, Message("formats.pictures"))
    if unknown > _GIBBERISH * signs:
        raise Refusal(name, Message("formats.unmapped"))


def read_page_picture(content: bytes, number: int) -> bytes:
    """The picture that page `number` (from 1) was recognised on. LookupError where it has none."""
    package = OfdPackage(content)
    places = [(document, *page) for document in package.list_documents() for page in document.pages]
    document, part, appearances = places[number - 1]
    picture = _find_picture(package, document, draw_page(document, part, appearances), _COVERED)
    if picture is None:
        raise LookupError(number)
    return picture


def _find_picture(package: OfdPackage, document: OfdDocument, drawing: Drawing, share: float) -> bytes | None:
    """The largest picture of a page, where it covers so much of it; None where none does, or its file is missing."""
    sized = [(_measure(box), number) for box, number in drawing.pictures if number in document.pictures]
    largest, number = max(sized, default=(0.0, ""))
    if largest <= share * drawing.width * drawing.height:
        return None
    try:
        return package.read_bytes(*document.pictures[number])
    except KeyError:
        return None


def _is_covered(drawing: Drawing) -> bool:
    """Whether pictures side by side, none of which is the page, cover much of it."""
    return sum(_measure(box) for box, _ in drawing.pictures) > _COVERED * drawing.width * drawing.height


def _measure(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _recognise(name: str, number: int, picture: bytes, page: Page, limits: Limits) -> Page:
    from yearbook.documents.scan.pictures import decode_pictures  # what recognises text is an extra
    from yearbook.documents.scan.recognition import recognise_page

    image = next(decode_pictures(name, picture, limits))
    recognised = recognise_page(name, number, image, max(page.width, page.height), limits.scan_seconds)
    return replace(recognised, glyphs=[*recognised.glyphs, *page.glyphs], across=page.across)


def _make_page(drawing: Drawing) -> Page:
    """A page turned so that most words stand upright, its runs in the order of reading; other words apart."""
    counts = Counter(run.direction for run in drawing.runs if run.direction is not None for _ in run.signs)
    main = counts.most_common(1)[0][0] if counts else 0
    turn = Turn(main, 0, 0, drawing.width, drawing.height)
    upright: list[list[Glyph]] = []
    standing: list[list[Glyph]] = []
    across: list[str] = []
    for run in _drop_doubles(drawing.runs):
        if run.direction == main and (not run.stands or drawing.strokes):
            signs = [Glyph(_known(sign), *(turn.apply(*box) if main else box)) for sign, box in run.signs]
            (standing if run.stands else upright).append(signs)
        else:
            across.append("".join(_known(sign) for sign, _ in run.signs))
    glyphs: list[Glyph] = []
    for signs in _order(upright, turn.shown_width):
        glyphs += [*_add_blanks(signs), LINE_END]
    for signs in standing:  # labels down the side of ruled tables, which the page code puts into their cells
        glyphs += [glyph for sign in signs for glyph in (sign, LINE_END)]
    strokes = [turn.apply(*box) for box in drawing.strokes]
    return Page(turn.shown_width, turn.shown_height, glyphs, strokes, [words for words in dict.fromkeys(across) if words.strip()])


def _known(sign: str) -> str:
    """A sign; one of private use (The Unicode Standard, 23.5), which only the file's own font can show, is unknown."""
    private = "\ue000" <= sign <= "\uf8ff" or sign >= "\U000f0000"
    return _UNKNOWN if private else " " if sign.isspace() else sign


def _drop_doubles(runs: list[Run]) -> Iterator[Run]:
    """The runs without those that say what one before them says in the same place; two zeros side by side are two signs."""
    taken: dict[tuple[str, int, int], Box] = {}
    for run in runs:
        words, box = "".join(sign for sign, _ in run.signs), run.signs[0][1]
        step = max(_SAME_PLACE * run.size, 0.1)
        across, up = round(box[0] / step), round(box[1] / step)
        near = (taken.get((words, across + x, up + y)) for x in (-1, 0, 1) for y in (-1, 0, 1))
        if not any(other and abs(other[0] - box[0]) < step and abs(other[1] - box[1]) < step for other in near):
            taken[words, across, up] = box
            yield run


def _order(runs: list[list[Glyph]], width: float) -> list[list[Glyph]]:
    """The runs as they are drawn where that is an order of reading, in columns too; else by their place."""
    boxes = [(signs, _around(signs)) for signs in runs if any(glyph.text.strip() for glyph in signs)]
    reached = 0.0
    for (_, before), (_, after) in pairwise(boxes):
        reached = max(reached, before[2])
        follows = after[0] >= before[2] - (after[3] - after[1]) if _share_row(before, after) else after[3] <= before[3]
        if not follows and after[0] < reached:
            break
    else:
        return [signs for signs, _ in boxes]
    return [list(line.glyphs) for line in order_by_place([make_line(signs) for signs, _ in boxes], width)]


def _around(signs: list[Glyph]) -> Box:
    lefts, bottoms, rights, tops = zip(*(glyph[1:5] for glyph in signs), strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _share_row(first: Box, second: Box) -> bool:
    shared = min(first[3], second[3]) - max(first[1], second[1])
    return shared > _SAME_ROW * min(first[3] - first[1], second[3] - second[1])


def _add_blanks(signs: list[Glyph]) -> Iterator[Glyph]:
    """The signs of a run, with a blank where a gap is left between two of them."""
    before: Glyph | None = None
    for glyph in signs:
        if before is not None and glyph.left - before.right > _GAP * (glyph.top - glyph.bottom):
            yield Glyph(" ", before.right, before.bottom, glyph.left, before.top, added=True)
        yield glyph
        before = glyph
