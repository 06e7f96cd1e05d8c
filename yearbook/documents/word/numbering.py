"""Numbers of lists (WordprocessingML, ECMA-376 part 1, 17.9): what Word counts and shows before a paragraph, as 一、（二）3."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from yearbook.documents.document import WIDE
from yearbook.documents.word.count_forms import write_count
from yearbook.documents.word.elements import attribute, find_child, has_mark, local_name

_PLACE = re.compile(r"%([1-9])")
_ENDS = re.compile(rf"[{WIDE}]")
_SIGNS = re.compile(r"[\w%]")  # what is no punctuation
_MOST_STYLES = 50  # styles based on each other


@dataclass(slots=True)
class _Level:
    """A level of a list (17.9.6)."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str | None = None
    restarts_after: int | None = None  # the level, counted from 1, whose number begins this one anew; 0 for none
    legal: bool = False  # all numbers in digits
    close: bool = False  # nothing stands between the number and the text


@dataclass(slots=True)
class _List:
    """What paragraphs of one number (17.9.15) share with those of others of the same abstract list."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)  # levels that this number begins anew


class Numbering:
    """Counts the paragraphs of lists. A paragraph has one number, however often it is asked for."""

    def __init__(self, numberings: Iterable[etree._Element] = (), styles: Iterable[etree._Element] = ()) -> None:
        self._styles = {attribute(style, "styleId"): style for part in styles for style in part if local_name(style) == "style"}
        self._usual = next((name for name, style in self._styles.items() if _is_usual(style)), None)
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}  # of an abstract list, the last number of each level
        self._begun: set[tuple[str, int]] = set()
        self._known: dict[etree._Element, str] = {}
        for part in numberings:
            self._read_lists(part)

    def find_number(self, paragraph: etree._Element) -> str:
        """What stands before a paragraph, with the blank behind it; nothing before one of no list, nor for a bullet."""
        if paragraph not in self._known:
            self._known[paragraph] = self._count(paragraph)
        return self._known[paragraph]

    def _count(self, paragraph: etree._Element) -> str:
        place = self._find_place(paragraph)
        if place is None:
            return ""
        number, level = place
        lists = self._lists[number]
        counts = self._counts.setdefault(lists.abstract, {})
        own = lists.levels.get(level) or _Level()
        if level in lists.starts and (number, level) not in self._begun:
            counts[level] = lists.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else own.start
        self._begun.add((number, level))
        for deeper in [other for other in counts if other > level]:
            after = (lists.levels.get(deeper) or _Level()).restarts_after
            if after is None or (after and level < after):
                del counts[deeper]
        if own.form in ("bullet", "none"):
            return ""

        def write(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            shown = lists.levels.get(other) or _Level()
            return write_count(counts.get(other, shown.start), "decimal" if own.legal else shown.form)

        label = _PLACE.sub(write, own.text)
        return label + _find_blank(label, own.close)

    def _find_place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The list and level of a paragraph: its own, or those of its style or one that this is based on (17.3.1.19)."""
        properties = find_child(paragraph, "pPr")
        if properties is not None and has_mark(find_child(properties, "rPr"), "del"):
            return None  # the paragraph's end was deleted: it is one with the next
        named = find_child(properties, "pStyle")
        style = attribute(named, "val") if named is not None else self._usual
        number, level = _read_place(properties)
        for _ in range(_MOST_STYLES):
            if number is not None or style not in self._styles:
                break
            element = self._styles[style]
            number, of_style = _read_place(find_child(element, "pPr"))
            if number in self._lists and level is None:
                linked = (place for place, one in self._lists[number].levels.items() if one.style == style)
                level = of_style if of_style is not None else next(linked, None)
            base = find_child(element, "basedOn")
            style = attribute(base, "val") if base is not None else None
        return (number, level or 0) if number is not None and number in self._lists else None

    def _read_lists(self, part: etree._Element) -> None:
        abstracts = {attribute(one, "abstractNumId"): one for one in part if local_name(one) == "abstractNum"}
        linked = {_value(one, "styleLink"): one for one in abstracts.values() if _value(one, "styleLink")}
        for one in part:
            number, abstract = attribute(one, "numId"), _value(one, "abstractNumId")
            if local_name(one) != "num" or number is None or abstract not in abstracts:
                continue
            described = linked.get(_value(abstracts[abstract], "numStyleLink") or "", abstracts[abstract])
            levels = dict(_read_levels(described))
            starts: dict[int, int] = {}
            for override in (child for child in one if local_name(child) == "lvlOverride"):
                place = _whole(attribute(override, "ilvl"), 0)
                levels |= dict(_read_levels(override))
                if _value(override, "startOverride") is not None:
                    starts[place] = _whole(_value(override, "startOverride"), 1)
            self._lists[number] = _List(attribute(described, "abstractNumId") or abstract or "", levels, starts)


def _read_levels(parent: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in (child for child in parent if local_name(child) == "lvl"):
        restart = _value(level, "lvlRestart")
        yield (
            _whole(attribute(level, "ilvl"), 0),
            _Level(
                _whole(_value(level, "start"), 0),
                _value(level, "numFmt") or "decimal",
                _value(level, "lvlText") or "",
                _value(level, "pStyle"),
                None if restart is None else _whole(restart, 0),
                has_mark(level, "isLgl"),
                _value(level, "suff") == "nothing",
            ),
        )


def _read_place(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """Number and level that properties give; number "0", which takes a paragraph out of its style's list, is none that exists."""
    given = find_child(properties, "numPr")
    level = _value(given, "ilvl")
    return _value(given, "numId"), None if level is None else _whole(level, 0)


def _value(parent: etree._Element | None, name: str) -> str | None:
    child = find_child(parent, name)
    return None if child is None else attribute(child, "val")


def _whole(written: str | None, usual: int) -> int:
    return min(int(written), 100_000) if written and written.isdecimal() and len(written) < 9 else usual


def _is_usual(style: etree._Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on")


def _find_blank(label: str, close: bool) -> str:
    """What keeps a number apart from the text: nothing behind Chinese punctuation, a blank where 1. and 5 would be 1.5."""
    last = label[-1:]
    if not last or (_ENDS.match(last) and not _SIGNS.match(last)):
        return ""
    return "" if close and _ENDS.match(last) else " "
