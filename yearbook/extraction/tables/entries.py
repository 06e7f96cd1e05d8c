"""Entries: what a table is made of – its cells by kind, and its values with the words that they belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from yearbook.extraction.grids.grid import Span, Words
from yearbook.extraction.grids.lines import is_dash, unit_words
from yearbook.extraction.linking.context import SortedMentions
from yearbook.extraction.mentions.mention import FIGURE_ROLES, Mention

Kind = Literal["empty", "dash", "value", "number", "date", "unit", "label"]
_NUMERIC = re.compile(r"[(△▲▽▼↑↓+-]{0,2}¥?\d[\d,. ]*[%‰]?\)?")
_MONTHS = re.compile(r"(?:19|20)\d\d[.年](?:0?[1-9]|1[0-2])月?[-~至](?:19|20)\d\d[.年](?:0?[1-9]|1[0-2])月?")
_NOTE = re.compile(r"\([^()]*\)")
_OWN_WORDS = 16  # code points before a number in its cell
_NO_WORDS = re.compile(r"[^\u4e00-\u9fffA-Za-z]*")
_BESIDE_VALUES = re.compile(r"(?:增加|减少|下降|上升|增长|降低|提高|增|减|约|近|超过|超|共|计|多|余|[A-Za-z/]+)")


@dataclass(slots=True)
class Cell:
    """A cell of the normalized text. `mentions` are all numerals in it."""

    words: Words
    kind: Kind
    mentions: list[Mention]
    own: Words | None = None  # the words before the number of a value: 处理决定数量 7


@dataclass(slots=True)
class Entry:
    """A value of a table with all words that it belongs to; labels from the left, headings from the top."""

    mention: Mention
    row: int
    column: int
    place: int  # which of its row's values it is, from 0; `from_right` counts from the last
    from_right: int
    behind: int  # how many cells stand behind it in its row, empty ones too
    labels: list[Words]
    headings: list[Words]
    before: list[Words]  # the lowest headings of the columns between its label and its own, the nearest last
    group: Words | None
    whole: list[Words]  # the labels of the row that this one is a part of (其中：市本级)
    captions: list[Words]
    unit: Words | None  # of its row
    remark: Words | None  # the words behind the values of its row
    label_headings: list[Words]  # over the column of its label: 项目（万元）
    aligned: bool  # its column's heading is known


@dataclass(slots=True)
class Table:
    """A table as understood: its values, the numerals that only number rows and columns, and those that date them."""

    rows: list[list[Entry]] = field(default_factory=list)
    numbers: list[Mention] = field(default_factory=list)
    years: list[Mention] = field(default_factory=list)
    others: list[Mention] = field(default_factory=list)  # figures beside values and within labels
    named: list[Mention] = field(default_factory=list)  # figures within notes of labels
    codes: dict[int, str] = field(default_factory=dict)  # row → the digits of its code (2010301), written in one cell or in three
    start: int = 0
    end: int = 0
    words: str = ""  # all labels, headings and captions

    @property
    def entries(self) -> list[Entry]:
        """The values of all rows."""
        return [entry for row in self.rows for entry in row]


def make_cell(text: str, span: Span, mentions: SortedMentions) -> Cell:
    """The cell at a place of the normalized text."""
    inside = mentions.between(*span)
    words = Words(text[slice(*span)].strip(), (span,))
    kind = _kind_of(text, span, words.text, inside)
    if kind == "label" and inside and _ends_in_number(span, inside):
        label = (span[0], inside[-1].at)
        return Cell(words, "value", inside, Words(text[slice(*label)].strip(" :"), (label,)))
    return Cell(words, kind, inside)


def _kind_of(text: str, span: Span, words: str, mentions: list[Mention]) -> Kind:
    if not words:
        return "empty"
    if is_dash(words):
        return "dash"
    if words in unit_words() or words in ("%", "‰"):
        return "unit"
    if not mentions:
        return "label"
    all_dates = bool(mentions) and all(mention.role == "date" for mention in mentions)
    if all_dates and len(_without_numerals(text, span, mentions).strip(" 年度()")) <= 1:
        return "date"
    if _MONTHS.fullmatch(words):
        return "date"
    if _NUMERIC.fullmatch(words):
        return "value"
    if not any(mention.role in FIGURE_ROLES for mention in mentions):
        return "label"
    return "value" if _NO_WORDS.fullmatch(_BESIDE_VALUES.sub("", _without_numerals(text, span, mentions))) else "label"


def _ends_in_number(span: Span, mentions: Sequence[Mention]) -> bool:
    """Some words and then the one figure of a cell."""
    last = mentions[-1]
    figures = sum(mention.role in FIGURE_ROLES for mention in mentions)
    return figures == 1 and last.role in FIGURE_ROLES and last.until == span[1] and 1 < last.at - span[0] <= _OWN_WORDS


def _without_numerals(text: str, span: Span, mentions: list[Mention]) -> str:
    start, rest = span[0], ""
    for mention in mentions:
        rest += text[start : mention.at]
        start = mention.until
    return _NOTE.sub("", rest + text[start : span[1]])
