"""Text of WordprocessingML (ECMA-376 part 1, 17): runs and fields as displayed, with text boxes and notes anchored in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from yearbook.documents.document import RAISED
from yearbook.documents.word.elements import COUNTED, attribute, children_shown, choose, has_mark, local_name
from yearbook.documents.word.formulas import write_field, write_formula

LINE_BREAK = "\n"
PAGE_BREAK = "\f"
RENDERED_PAGE_BREAK = "\v"  # where Word noted that a page began when it last showed the document

_ONE_SIGN = {"tab": "\t", "ptab": "\t", "cr": LINE_BREAK, "noBreakHyphen": "-", "lastRenderedPageBreak": RENDERED_PAGE_BREAK}


def find_struck_styles(styles: etree._Element) -> frozenset[str]:
    """The ids of the styles (17.7) whose text is struck through, also by the style they are based on."""
    struck: dict[str | None, bool] = {}
    base: dict[str | None, str | None] = {}
    for style in (child for child in styles if local_name(child) == "style"):
        number = attribute(style, "styleId")
        for part in style:
            if local_name(part) == "basedOn":
                base[number] = attribute(part, "val")
            elif local_name(part) == "rPr" and (said := _says_struck(part)) is not None:
                struck[number] = said
    for number in set(base) - set(struck):
        seen = {number}
        above = base[number]
        while above not in struck and above in base and above not in seen:
            seen.add(above)
            above = base[above]
        struck[number] = struck.get(above, False)
    return frozenset(number for number, said in struck.items() if said and number)


def _says_struck(properties: etree._Element) -> bool | None:
    """Whether properties strike text through (17.3.2.37, 17.3.2.9); None where they do not say."""
    said = [local_name(mark) for mark in properties if local_name(mark) in ("strike", "dstrike")]
    return any(has_mark(properties, name) for name in said) if said else None


def _no_number(_: etree._Element) -> str:
    return ""


class WordText:
    """Reads text; keeps the open fields (17.16), which may span paragraphs, and collects text boxes and notes on the way.

    What is struck through, directly or by one of the styles `struck`, is no text of the report. `find_number` gives what a
    paragraph's list sets before it.
    """

    def __init__(self, struck: frozenset[str] = frozenset(), find_number: Callable[[etree._Element], str] = _no_number) -> None:
        self._struck = struck
        self._find_number = find_number
        self._in_struck_paragraph = False
        self._fields: list[str | None] = []  # the instruction of each open field until its result begins, then None or "-"
        self._boxes: list[etree._Element] = []
        self._notes: list[tuple[str, str | None]] = []

    def read(self, paragraph: etree._Element) -> str:
        """A paragraph's text with its number in a list, with LINE_BREAK and the two page breaks as characters."""
        properties = next((child for child in paragraph if local_name(child) == "pPr"), ())
        self._in_struck_paragraph = any(
            local_name(mark) == "pStyle" and attribute(mark, "val") in self._struck for mark in properties
        )
        number, words = self._find_number(paragraph), "".join(self._pieces(paragraph))
        if not number or not words.strip():
            return words
        begin = len(words) - len(words.lstrip(PAGE_BREAK + RENDERED_PAGE_BREAK))
        return words[:begin] + number + words[begin:].lstrip()

    def read_blocks(self, parent: etree._Element, *, tables: bool = True) -> str:
        """The text of all paragraphs in a cell, note or header, one a line; of tables within only where `tables` says so."""
        lines = []
        for block in children_shown(parent):
            if local_name(block) == "p":
                lines.append(self.read(block))
            elif tables and local_name(block) in ("tbl", "tr", "tc"):
                lines.append(self.read_blocks(block))
        return LINE_BREAK.join(line for line in lines if line.strip())

    def pop_asides(self) -> tuple[list[etree._Element], list[tuple[str, str | None]]]:
        """The text boxes and notes (kind, id) found since the last call."""
        taken = self._boxes, self._notes
        self._boxes, self._notes = [], []
        return taken

    def _pieces(self, parent: etree._Element) -> Iterator[str]:
        for child in children_shown(parent):
            kind = local_name(child)
            if kind == "r":
                yield from self._read_run(child)
            elif kind in ("oMath", "oMathPara"):
                yield write_formula(child)
            elif kind == "ruby":
                yield from (piece for base in child if local_name(base) == "rubyBase" for piece in self._pieces(base))

    def _read_run(self, run: etree._Element) -> Iterator[str]:
        properties = next((child for child in run if local_name(child) == "rPr"), None)
        if self._is_struck(properties) or (properties is not None and has_mark(properties, "vanish")):
            return
        raised = properties is not None and any(
            local_name(mark) == "vertAlign" and attribute(mark, "val") == "superscript" for mark in properties
        )
        for child in children_shown(run):
            kind = local_name(child)
            if kind == "fldChar":
                yield self._track_field(attribute(child, "fldCharType"))
            elif kind == "instrText":
                if self._fields and self._fields[-1] is not None:
                    self._fields[-1] += child.text or ""
            elif kind in ("drawing", "pict", "object"):
                self._boxes += _find_boxes(child)
            elif kind in ("footnoteReference", "endnoteReference"):
                self._notes.append((kind.removesuffix("Reference"), attribute(child, "id")))
            elif "-" not in self._fields:
                words = self._read_sign(child)
                yield words.translate(RAISED) if raised else words

    def _is_struck(self, properties: etree._Element | None) -> bool:
        said = None if properties is None else _says_struck(properties)
        if said is None and properties is not None:
            styles = (attribute(mark, "val") for mark in properties if local_name(mark) == "rStyle")
            said = True if any(style in self._struck for style in styles) else None
        return self._in_struck_paragraph if said is None else said

    def _read_sign(self, child: etree._Element) -> str:
        kind = local_name(child)
        if kind == "t":
            return (child.text or "").replace("\n", " ")
        if kind == "br":
            return PAGE_BREAK if attribute(child, "type") == "page" else LINE_BREAK
        if kind == "sym":
            code = attribute(child, "char") or ""
            return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else ""
        if kind == "ruby":
            return "".join(piece for base in child if local_name(base) == "rubyBase" for piece in self._pieces(base))
        return _ONE_SIGN.get(kind, "")

    def _track_field(self, step: str | None) -> str:
        """Opens and closes fields; the words of one that has no result and shows its instruction."""
        if step == "begin":
            self._fields.append("")
        elif step == "separate" and self._fields:
            self._fields[-1] = "-" if COUNTED.match(self._fields[-1] or "") else None
        elif step == "end" and self._fields:
            instruction = self._fields.pop()
            return write_field(instruction or "") if all(outer is None for outer in self._fields) else ""
        return ""


def _find_boxes(drawing: etree._Element) -> list[etree._Element]:
    """The contents of the text boxes in a drawing; nested boxes come with the outer one."""
    boxes: list[etree._Element] = []
    for child in drawing if local_name(drawing) != "AlternateContent" else [choose(drawing)]:
        boxes += [child] if local_name(child) == "txbxContent" else _find_boxes(child)
    return boxes
