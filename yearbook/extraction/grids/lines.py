"""Lines of a text as a table's lines: with bars, with gaps, of numbers behind a label, of one number, of a few words."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from yearbook.catalogue.vocabulary import load_units, trie_pattern
from yearbook.extraction.grids.grid import Span

LONGEST_CELL = 56  # code points of a cell that has a line for itself, of a label before numbers
_SENTENCE = re.compile(r"[。;!?]|,(?!\d)")
_GAP = re.compile(r"\t|[ \u3000\xa0]{2,}")
_PAGED = re.compile(r"[\u4e00-\u9fff)）”][ \t.…·]*\d{1,3}$")
_PAGE = re.compile(r" *\d{1,3} *")  # of a table of contents
_LEADER = re.compile(r"(?:…|\.{3}|·{3})[….·]*")
_WORD = re.compile(r"[^ ]+")
_PAGE_MARK = re.compile(r"[-\s]*\d{1,4}[-\s]*|第 ?\d+ ?页.*|续 ?表.*")
_DAMAGED = re.compile(r"(?<![^\s|+-])(?=[\dOoIl.,]*\d)[\dOIl][\dOoIl,]*\.(?=[\dOoIl]*[OoIl]|[\d]*)[\dOoIl]{1,4}(?![^\s|%])")
_DAMAGED_WHOLE = re.compile(r"(?<![^\s|])\d[\dOoIl,]*\d(?:(?=年)|(?![^\s|%]))")
_READ_AS = str.maketrans("OoIl", "0011")
_RULE = re.compile(r"^[-| ]*[\u2500-\u257f][-| \u2500-\u257f]*$", re.MULTILINE)
_GROUP = re.compile(r"[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)")
_LONGEST_GROUP = 20
_SEVERAL = re.compile(r"\d \d")
_DASH = re.compile(r"[-/]{1,4}|无|不适用")
_DASHES = frozenset("-/无不")
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_LABEL_ENDS_IN_NUMBER = re.compile(r"(?:表|附件|附|图|第|号|页) ?\d+$")
_INNER_BLANK = re.compile(r"(?<=\d) (?=\d{3}(?!\d))|(?<![\d]) | (?!\d)")
_BEGINNINGS = frozenset("0123456789△▲▽▼↑↓+-¥￥$(")
_CELL_BEGINNINGS = _BEGINNINGS | _DASHES
# what may go on with the next line's digits: the groups of a number with blanks as thousands marks
_LAST_GROUP = re.compile(r"\d{3}(?:\.\d+)?")

Kind = Literal["bars", "gaps", "numbers", "value", "words", "prose"]


@cache
def value_pattern() -> re.Pattern[str]:
    """A number that fills a cell: its sign, its unit, a change in brackets behind it."""
    scaled = rf"[千百]?[万亿]?(?:{trie_pattern(load_units().words)})"
    return re.compile(
        rf"(?:[△▲▽▼↑↓+-] ?)?[¥￥$]?(?:{_NUMBER})(?:[%‰]|{scaled})?(?:\([^()]{{1,12}}\))?|\([+-]?(?:\d[\d,]*\.\d+|\d[\d,.]*%)\)"
    )


@cache
def unit_words() -> frozenset[str]:
    """The units that fill a cell: 条, 万元, 千克标准煤."""
    return frozenset(scale + word for word in load_units().words for scale in ("", "万", "亿", "千", "百万"))


def mend_digits(flat: str) -> str:
    """Numbers that stand alone, letters among their digits read as digits: 0.OO is 0.00, 9l20 is 9120."""
    if not any(letter in flat for letter in "OoIl"):
        return flat
    flat = _DAMAGED_WHOLE.sub(lambda found: found[0].translate(_READ_AS), flat)
    return _DAMAGED.sub(lambda found: found[0].translate(_READ_AS), flat)


def clear_rules(flat: str) -> str:
    """A text whose lines that only rule a table off (━━╋━━) are blank."""
    return _RULE.sub(lambda rule: " " * len(rule[0]), flat) if "|" in flat else flat


def is_value(words: str) -> bool:
    """A number with nothing but its sign and its unit; blanks may stand before its groups of three and before its unit."""
    if words[:1] not in _BEGINNINGS:
        return False
    return bool(value_pattern().fullmatch(_INNER_BLANK.sub("", words) if " " in words else words))


def is_dash(words: str) -> bool:
    """What stands for no value in a cell."""
    return words[:1] in _DASHES and _DASH.fullmatch(words) is not None


class Line(NamedTuple):
    """A line that is not blank, without its outer blanks."""

    start: int
    end: int
    kind: Kind
    words: tuple[Span, ...] = ()  # of a line with gaps its cells, of one with numbers its words


def holds_rows(source: str, flat: str) -> bool:
    """Whether a line may be a row of a table, or a cell: all others of running text need no reading."""
    if "|" in flat or "\t" in source:
        return True
    leaders = "…" in flat or "..." in flat or "···" in flat
    for line in map(str.strip, flat.split("\n")):
        if "  " in line or (leaders and _LEADER.search(line)):
            return True
        if line[:1] in _CELL_BEGINNINGS and (is_value(line) or is_dash(line)):
            return True
        if " " in line and any(word[0] in _CELL_BEGINNINGS for word in line.rsplit(maxsplit=2)[1:]):  # a remark may be last
            return True
    return False


def read_lines(source: str, flat: str) -> list[Line]:
    """The lines of a text; `flat` is the source with half-width signs, character by character."""
    lines: list[Line] = []
    start = 0
    contents = False  # lines of a table of contents follow, which end with their pages
    for piece in flat.split("\n"):
        words = piece.strip(" ")
        if words:
            begin = start + piece.index(words[0]) if piece[0] == " " else start
            contents = words.replace(" ", "") == "目录" or (contents and _PAGED.search(words) is not None)
            line = _read_line(source, flat, begin, begin + len(words), words, start)
            lines.append(line._replace(kind="prose") if contents else line)
        start += len(piece) + 1
    return lines


def _read_line(source: str, flat: str, start: int, end: int, words: str, line: int) -> Line:
    if "|" in words:
        return Line(start, end, "bars")
    if len(words) > 400 or "。" in words:
        return Line(start, end, "prose")
    if "\t" in source[line:end] or "  " in words:
        cells = _split_gaps(source, line if "\t" in source[line:start] or start - line > 3 else start, end)
        if len(cells) > 1:
            return Line(start, end, "gaps", cells)
    leader = _LEADER.search(words) if "…" in words or "..." in words or "···" in words else None
    if (
        leader
        and leader.start()
        and any(map(str.isdigit, words[leader.end() : leader.end() + 3]))
        and not _PAGE.fullmatch(words, leader.end())
    ):
        begin = start + leader.end()
        begin += len(flat[begin:end]) - len(flat[begin:end].lstrip())
        return Line(start, end, "gaps", ((start, start + leader.start()), (begin, end)))
    if (is_value(words) and not _SEVERAL.search(words)) or is_dash(words):
        return Line(start, end, "value")
    pieces = tuple((start + word.start(), start + word.end()) for word in _WORD.finditer(words)) if " " in words else ()
    if pieces and _ends_in_values(flat, pieces) and not _LABEL_ENDS_IN_NUMBER.search(words):
        return Line(start, end, "numbers", pieces)
    return Line(start, end, "prose" if len(words) > LONGEST_CELL or _SENTENCE.search(words) else "words", pieces)


def _split_gaps(source: str, start: int, end: int) -> tuple[Span, ...]:
    cells: list[Span] = []
    for gap in _GAP.finditer(source, start, end):
        cells.append((start, gap.start()))
        start = gap.end()
    return (*cells, (start, end))


def _ends_in_values(flat: str, pieces: tuple[Span, ...]) -> bool:
    """Words without a sentence's marks, and then a number at least: a row of a table as a PDF gives it.

    A unit and its number may have a remark behind them: 充电桩 个 96 市直机关.
    """
    if len(pieces) > 3 and flat[slice(*pieces[-3])] in unit_words() and pieces[-1][1] - pieces[-1][0] <= _LONGEST_GROUP:
        pieces = pieces[:-1]
    if not is_value(flat[slice(*pieces[-1])]) and not is_dash(flat[slice(*pieces[-1])]):
        return False
    values = [is_value(flat[slice(*piece)]) for piece in pieces]
    if not any(values):
        return False
    labels = [piece for piece, value in zip(pieces, values, strict=True) if not value]
    return all(end - start <= LONGEST_CELL and not _SENTENCE.search(flat, start, end) for start, end in labels)


def is_group(flat: str, line: Line) -> bool:
    """A short line that is numbered as a group of rows is: 一、市直, （二）县区."""
    return line.end - line.start <= _LONGEST_GROUP and bool(_GROUP.match(flat, line.start))


def is_page_mark(flat: str, line: Line) -> bool:
    """A page's number, or what says that a table goes on."""
    return bool(_PAGE_MARK.fullmatch(flat, line.start, line.end))


def is_sure_mark(flat: str, line: Line) -> bool:
    """- 2 -, 第2页: what a number alone need not be."""
    return line.kind in ("numbers", "words") and is_page_mark(flat, line)


def joinable(flat: str, first: Span, second: Span) -> bool:
    """Whether two words may be one number with a blank as thousands mark."""
    return second[0] - first[1] == 1 and bool(
        re.fullmatch(r"(?:.*[^\d.,])?\d{1,3}", flat[slice(*first)]) and _LAST_GROUP.fullmatch(flat, *second)
    )
