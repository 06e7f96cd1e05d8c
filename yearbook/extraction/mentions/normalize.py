"""Text normalization for matching: half-width, simplified, unwrapped text, with a map back to the source.

What changes, character for character: full-width letters, digits and signs become half-width, and so do the Chinese comma,
colon, semicolon and brackets and every kind of dash, minus and tilde (，：；（）！？－—～ become , : ; ( ) ! ? - - ~); the signs
。、《》“” stay, and 「」 become “”. Traditional and variant characters become simplified, radicals of PDF text become their
ideographs, digits of other scripts become 0-9. 10⁴ and 10⁸ before a unit in brackets become 万 and 亿.

What is left out: pinyin in brackets after a character, characters without width, line breaks inside sentences, blanks inside
numbers and between a number and its measure word, between a Chinese character and a digit, and next to punctuation. A blank
that separates two words, two numbers or two cells stays, as one blank, and as a tab where a tab or several blanks part two
numbers; a paragraph's end is one line feed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from yearbook.catalogue.vocabulary import load_units, load_words, trie_pattern
from yearbook.extraction.mentions.lines import Lines
from yearbook.extraction.mentions.numerals import CHINESE, MORE, MULTIPLIER_CHARACTERS

_SIGNS = {
    **dict.fromkeys("－—–−‐‑‒―─━﹣", "-"),
    **dict.fromkeys("～〜∼˜", "~"),
    **dict.fromkeys("・‧∙⋅﹒", "·"),
    **dict.fromkeys("「『〝＂", "“"),
    **dict.fromkeys("」』〞", "”"),
    **dict.fromkeys("［【〖", "["),
    **dict.fromkeys("］】〗", "]"),
    **dict.fromkeys("﹝", "〔"),
    **dict.fromkeys("﹞", "〕"),
    **dict.fromkeys("│┃∣￨", "|"),
    **dict.fromkeys("\x0b\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
    **dict.fromkeys("\r\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"),
    **dict.fromkeys("\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f", "\u200b"),
    "○": "〇",
    "﹪": "%",
    "﹐": ",",
}


_END = 1 << 62  # behind every text

# a power of ten before the unit of a table is the word for it, filled up by characters that are left out
_POWER_OF_UNIT = re.compile(r"(?:(?<=\()|(?<=单位:))10([⁴⁸])(?=[^\s\d(),;]{1,8}(?:[),;\n]|$))")
_POWERS = {"⁴": "万\u200b\u200b", "⁸": "亿\u200b\u200b"}


class Offsets:
    """The source index of every normalized character, kept as runs of neighbours, so that a long text costs little."""

    __slots__ = ("_length", "_runs", "_sources")

    def __init__(self, runs: list[int], sources: list[int], length: int) -> None:
        self._runs, self._sources, self._length = runs, sources, length

    def span_of(self, start: int, end: int) -> tuple[int, int]:
        """Where a normalized stretch of at least one character stands in the source: from its first to behind its last."""
        runs, sources, last = self._runs, self._sources, end - 1
        first_run, last_run = bisect_right(runs, start) - 1, bisect_right(runs, last) - 1
        return sources[first_run] + start - runs[first_run], sources[last_run] + last - runs[last_run] + 1

    def follow(self) -> Callable[[int, int], tuple[int, int]]:
        """`span_of` for stretches that are asked in their order: it goes on from the last one and searches nothing."""
        runs, sources, run, following = self._runs, self._sources, 0, self._runs[1]

        def span_of(start: int, end: int) -> tuple[int, int]:
            nonlocal run, following
            while following <= start:
                run += 1
                following = runs[run + 1] if run + 1 < len(runs) else _END
            first = sources[run] + start - runs[run]
            if end <= following:
                return first, first + end - start
            last = run + 1
            while last + 1 < len(runs) and runs[last + 1] < end:
                last += 1
            return first, sources[last] + end - runs[last]

        return span_of

    def index_of(self, source: int) -> int:
        """The normalized index of the first character that stands at or after `source` in the source."""
        run = bisect_right(self._sources, source) - 1
        if run < 0:
            return 0
        index = self._runs[run] + source - self._sources[run]
        return min(index, self._runs[run + 1] if run + 1 < len(self._runs) else self._length)


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """A text for matching, and the way from its characters back to the source."""

    text: str
    offsets: Offsets


MarkCells = Callable[[str, str], str]  # (source, the same half-width) → the latter with a bar between any two cells of a table


def normalize_text(source: str, mark_cells: MarkCells | None = None) -> NormalizedText:
    """Normalize a text; takes time in proportion to its length. `mark_cells` keeps the cells of its tables apart."""
    flat = _replace_characters(source)
    if "10⁴" in flat or "10⁸" in flat:
        flat = _POWER_OF_UNIT.sub(lambda power: _POWERS[power[1]], flat)
    if mark_cells is not None:
        flat = mark_cells(source, flat)
    lines = Lines(flat)
    pieces: list[str] = []
    runs: list[int] = []
    sources: list[int] = []
    length = done = 0
    for noise in _noise().finditer(flat):
        start, end = noise.span()
        kept = _keep(flat, start, end, lines)
        if kept == flat[start:end]:
            continue
        if start > done:
            pieces.append(flat[done:start])
            runs.append(length)
            sources.append(done)
            length += start - done
        if kept:
            pieces.append(kept)
            runs.append(length)
            sources.append(start)
            length += 1
        done = end
    pieces.append(flat[done:])
    runs += [length, length + len(flat) - done]
    sources += [done, len(flat)]
    return NormalizedText("".join(pieces), Offsets(runs, sources, runs[-1]))


def _replace_characters(source: str) -> str:
    """Every character as it is written in normalized text. Only those that change are looked up: they are few."""
    changed, table = _table()
    return changed.sub(lambda found: table.get(found[0]) or _replace_rare(found[0]), source)


@cache
def _table() -> tuple[re.Pattern[str], dict[str, str]]:
    """The characters that change, those of the supplementary planes among them, and what those of the basic plane become."""
    table: dict[str, str] = {}
    for character in map(chr, range(0x10000)):
        if unicodedata.category(character) == "Nd":
            table[character] = str(unicodedata.digit(character))
    for character in map(chr, (*range(0xFF01, 0xFF5F), *range(0xF900, 0xFB00))):
        normal = unicodedata.normalize("NFKC", character)
        if len(normal) == 1 and ord(normal) < 0x10000:
            table[character] = normal
    for pairs in load_words("characters").values():
        for written, read in pairs.split():
            table[written] = read
    table |= _SIGNS
    table = {written: read for written, read in table.items() if written != read}
    return re.compile(f"[{re.escape(''.join(table))}\U00010000-\U0010ffff]"), table


def _replace_rare(character: str) -> str:
    """A digit of the supplementary planes as 0-9; any other character as it is."""
    return str(unicodedata.digit(character)) if unicodedata.category(character) == "Nd" else character


@cache
def _noise() -> re.Pattern[str]:
    """Everything that may be left out: pinyin in brackets, line breaks, blanks, characters without width."""
    vowels = "aeiouüvāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
    syllable = rf"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[{vowels}]{{1,4}}(?:ng?|r)?"
    broken = r"(?<=\n)[ \t\n\u200b]*"
    # what it may begin with comes first, so that all else is skipped at the speed of a character class
    blanks = rf"(?<=[ \t])[ \t]*(?:\n{broken})?"
    return re.compile(rf"[( \t\n\u200b](?:(?<=[㐀-鿿]\(){syllable}\)|{broken}|{blanks}|(?<=\u200b)\u200b*)")


@cache
def _measure() -> re.Pattern[str]:
    """What may follow a digit as part of its number: a multiplier, a measure word, a unit, a part of a date."""
    units = load_units()
    latin = trie_pattern(word for word in (*units.words, *units.time) if word[0].isascii())
    words = trie_pattern(
        [word for word in (*units.words, *units.time) if not word[0].isascii()]
        + ["年", "月", "号", "时", "点", "成", "折", "分之", "倍", "番", "届", "月份", "年度", "季度"]
    )
    return re.compile(rf"[{MORE}]?(?:[{MULTIPLIER_CHARACTERS}%‰/]|{words}|(?:{latin})(?![A-Za-z]))")


_HAN = re.compile(r"[㐀-鿿]")
_GOES_ON = frozenset(MULTIPLIER_CHARACTERS + "余多")
_INNER = frozenset(MULTIPLIER_CHARACTERS + MORE + "点又分之")


def _keep(flat: str, start: int, end: int, lines: Lines) -> str:
    """What stays of the noise: nothing, one blank, a paragraph's end."""
    first = flat[start]
    if first == "(" or first == "\u200b":
        return ""
    if start == 0 or end == len(flat):
        return ""
    before, after = flat[start - 1], flat[end]
    if "\n" in flat[start:end]:
        if not (_continues_number(flat, start, end, before, after, lines) or lines.joins(start, end)):
            return "\n"
        return " " if before.isascii() and after.isascii() and before.isalnum() and after.isalpha() else ""
    if end - start == 1 and after == "\n":
        return ""
    return _keep_blank(flat, start, end, before, after)


def _continues_number(flat: str, start: int, end: int, before: str, after: str, lines: Lines) -> bool:
    """A number goes on with its unit or its digits on the next line (60 / 个; 8 / 4 个)."""
    if before in _GOES_ON or before.isdigit():
        if lines.is_page_mark(start):
            return False
        if after.isdigit():
            return before.isdigit() and lines.breaks_inside_number(start, end)
        return not lines.is_marked(end) and _begins_with_measure(flat, start, end, lines)
    return False


def _begins_with_measure(flat: str, start: int, end: int, lines: Lines) -> bool:
    """The line at `end` begins with a measure word of its own (个, not 人均); after a cell with a number it ends with it, too."""
    measure = _measure().match(flat, end)
    if not measure or lines.is_row(start - 1):
        return False
    after = load_units().not_before.get(measure[0])
    if after and flat.startswith(after, measure.end()):
        return False
    return not lines.is_number(start - 1) or flat[measure.end() : measure.end() + 1] in ("", "\n", " ", ",", "。", ";", "、", ")")


_ENDS_A_NUMBER = re.compile(r"[\d%‰)-]")
_BEGINS_A_NUMBER = re.compile(r"[(△▲▽▼↓↑¥$+-]{0,2}\d|-+(?!\d)")
_GROUPS = re.compile(r"[0-9]+(?: [0-9])+(?![0-9])")
_LONGEST_SPACED = 24


def _is_spaced_number(flat: str, start: int, end: int) -> bool:
    """信息 1 3 6 条 and 10 7 条 are numbers with blanks between their digits: a word before them, a measure word behind."""
    if end - start != 1:
        return False
    first = start
    while first > 0 and start - first < _LONGEST_SPACED and (flat[first - 1].isdigit() or flat[first - 1] == " "):
        first -= 1
    while flat[first] == " ":
        first += 1
    run = _GROUPS.match(flat, first)
    if run is None or run.end() < end or not _HAN.search(flat, max(0, first - 2), first):
        return False
    behind = run.end() + (flat[run.end() : run.end() + 1] == " ")
    return flat[behind : behind + 1] != "/" and bool(_measure().match(flat, behind))


def _keep_blank(flat: str, start: int, end: int, before: str, after: str) -> str:
    if before == "\n" or after == "\n" or before in "|“《(、。;：" or after in "|”》),、。;:%‰":
        return ""
    if (end - start > 1 or flat[start] == "\t") and _ENDS_A_NUMBER.match(before) and _BEGINS_A_NUMBER.match(flat, end):
        return "\t"
    if before.isdigit():
        if after.isdigit():
            return "" if _is_spaced_number(flat, start, end) else " "
        if after in "-~/":
            return " " if flat[end + 1 : end + 2].isdigit() and after == "-" else ""
        return "" if _measure().match(flat, end) else " "
    if after.isdigit():
        if before in "-~:/" and start > 1 and not flat[start - 2].isspace():
            return ""
        return "" if _HAN.match(before) and (before not in CHINESE or before in MULTIPLIER_CHARACTERS) else " "
    if not (_HAN.match(before) and _HAN.match(after)):
        return "" if before in ",!?”》" and end - start == 1 else " "
    return _keep_blank_between_characters(flat, start, end, before, after)


def _keep_blank_between_characters(flat: str, start: int, end: int, before: str, after: str) -> str:
    if before in CHINESE and (after in _INNER or _measure().match(flat, end)):
        return ""
    if (before in _INNER and after in CHINESE) or (before == "分" and after == "之"):
        return ""
    alone = flat[start - 2 : start - 1] in ("", " ", "\n") or flat[end + 1 : end + 2] in ("", " ", "\n", ":", "]")
    return "" if alone else " "
