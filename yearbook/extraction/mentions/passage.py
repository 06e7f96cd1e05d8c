"""A text with every numeral in it found and given a kind.

One pass from left to right. At each numeral the first reading that fits is taken, in this order of precedence: a known word or
slogan; a code after its label or with letters; a date; a document number, phone or room; a heading mark or page number; a place
in an order or a reference; a counted heading of the text; a span of time; a measured quantity; and where nothing fits, a name
that is only the numeral itself. So every run of digits and every Chinese numeral lies in exactly one mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from yearbook.catalogue.vocabulary import load_units, load_words, trie_pattern
from yearbook.extraction.grids.grid import Grid
from yearbook.extraction.grids.layout import Layout
from yearbook.extraction.mentions.dates import as_date, find_date, find_half_year
from yearbook.extraction.mentions.identifiers import find_code, find_number_of_something
from yearbook.extraction.mentions.mention import Mention, Qualifier, When
from yearbook.extraction.mentions.names import counts_one, find_words, is_in_formula, is_in_title, is_quoted, is_structural
from yearbook.extraction.mentions.normalize import NormalizedText, normalize_text
from yearbook.extraction.mentions.numerals import CHINESE, CIRCLED, FORMAL, VULGAR, read_number
from yearbook.extraction.mentions.ordinals import find_heading, find_ordinal
from yearbook.extraction.mentions.plain_figures import find_cell_figure, find_plain_date, find_plain_figure
from yearbook.extraction.mentions.quantities import find_quantity, qualifier_before, qualify

_HALF = "(?<=半)(?=数|年|成(?!品))|(?<=[一过近]半)(?=[^天径途])|(?<=[一过近]半)$"
_FIRST = rf"(?<=首)(?={trie_pattern(load_words('ordinals')['firsts'])})"
# the character itself comes first, so that all else is skipped at the speed of a character class
_NUMERAL = re.compile(rf"[0-9{CHINESE}{CIRCLED}{''.join(VULGAR)}几半首](?:(?<![几半首])|(?<=几)(?=[十百千万])|{_HALF}|{_FIRST})")
_DIGITS = re.compile(rf"[0-9]+|[{CHINESE}]+")
_MORE_YEARS = re.compile(r"(?:[、,和与及] ?(?:199|20[0-4])\d){1,9} ?[二两三四五]?年")
_YEAR = re.compile(r"(?:199|20[0-4])\d")
_RULE_OF_COUNTING = re.compile(r"(?<![共合总累小])计$")  # (不同渠道公开的计1条)
_ROUND_DIGITS = "百千万亿"
_ROUND = re.compile(f"[{_ROUND_DIGITS}]+")
_CHINESE, _ASCII_DIGITS = frozenset(CHINESE), frozenset("0123456789")
_RUN = re.compile(rf"[0-9]+|[{CHINESE}]")
_TIME = frozenset(load_units().time)
_NO_WORD = (1 << 62, 1 << 62)  # behind every text


@dataclass(frozen=True, slots=True)
class Passage:
    """A source text, the same normalized, its mentions from left to right, and its tables."""

    source: str
    normalized: NormalizedText
    mentions: list[Mention]
    grids: list[Grid]


def read_passage(source: str) -> Passage:
    """Find every numeral of `source`. The mentions do not overlap; their offsets count code points of `source`.

    Its tables are found first: no numeral reaches from one cell into the next.
    """
    layout = Layout()
    normalized = normalize_text(source, layout.mark_cells)
    mentions = list(_find_all(normalized.text))
    span_of = normalized.offsets.follow()
    for mention in mentions:
        mention.start, mention.end = start, end = span_of(mention.at, mention.until)
        mention.text = source[start:end]
    return Passage(source, normalized, mentions, layout.grids)


def _find_all(text: str) -> Iterator[Mention]:
    words = find_words(text)
    begin, end = next(words, _NO_WORD)
    position = 0
    for found in _NUMERAL.finditer(text):
        at = found.start()
        if at < position:
            continue
        while end <= at or begin < position:
            begin, end = next(words, _NO_WORD)
        if begin <= at:
            mention = Mention(begin, end, "name", reason="word")
        else:
            mention = _read(text, at, position)
            if begin < mention.until and mention.role == "name":
                mention.until = begin
        _close(text, mention, position)
        yield mention
        position = mention.until


def _read(text: str, at: int, floor: int) -> Mention:
    character = text[at]
    if character == "半":
        return find_half_year(text, at, floor) or _half(text, at, floor)
    if character == "首":
        return Mention(at, at + 1, "ordinal", Decimal(1), reason="first")
    if character in CIRCLED:
        return Mention(at, at + 1, "heading", reason="list mark")
    if character in _ASCII_DIGITS:
        cell = find_cell_figure(text, at)
        if cell is not None:
            return _judge(text, at, cell, floor)
        plain = find_plain_figure(text, at, floor)
        if plain is not None and not is_structural(text, at, floor):
            return _judge(text, at, qualify(text, plain, floor), floor)
        date = find_plain_date(text, at)
        if date is not None:
            return date
    for find in (find_code, find_date, find_number_of_something, find_heading, find_ordinal):
        mention = find(text, at, floor)
        if mention:
            if mention.role in ("ordinal", "date") or mention.reason == "part of a dotted number":
                mention.value = _first_number(text, mention)
            return mention
    structural = is_structural(text, at, floor)
    if structural:
        return _name(text, at, structural, "counted heading")
    return _read_quantity(text, at, floor)


def _read_quantity(text: str, at: int, floor: int) -> Mention:
    mention = find_quantity(text, at, floor)
    if mention is None:
        return _bare_name(text, at)
    if mention.unit_as_written in _TIME:
        mention = as_date(text, mention, floor)
        if mention.role == "date":
            return mention
    if mention.reason == "" and _is_bare_year(text, mention):
        year = int(mention.value or 0)
        return Mention(mention.at, mention.until, "date", mention.value, when=When.of(year), reason="year")
    return _judge(text, at, mention, floor)


def _judge(text: str, at: int, mention: Mention, floor: int) -> Mention:
    """The measured number, as a name where it is no figure."""
    reason = _why_no_figure(text, at, mention, floor)
    if reason:
        mention.role, mention.reason = "name", reason
    return mention


def _is_bare_year(text: str, mention: Mention) -> bool:
    """A year without 年: in a title (2020法治政府建设), in brackets, or in a row of nothing but years."""
    if mention.unit_as_written or mention.qualifier != "exact" or not _YEAR.fullmatch(text, mention.at, mention.until):
        return False
    before, after = text[mention.at - 1 : mention.at], text[mention.until : mention.until + 1]
    if (before in ("(", "〔", "[") and after in (")", "〕", "]")) or "一" <= after <= "鿿":
        return True
    start = text.rfind("\n", max(0, mention.at - 120), mention.at) + 1
    end = text.find("\n", mention.until, mention.until + 120)
    row = text[start : end if end >= 0 else mention.until + 120]
    numbers = _DIGITS.findall(row)
    if _MORE_YEARS.match(text, mention.until) or (before in "、和与及" and _YEAR.fullmatch(text, mention.at - 5, mention.at - 1)):
        return True
    return (
        len(numbers) > 1
        and all(_YEAR.fullmatch(number) or number in CHINESE for number in numbers)
        and before in "| \n"
        and after in "| \n"
    )


def _why_no_figure(text: str, at: int, mention: Mention, floor: int) -> str:
    if text[at] in _CHINESE and (reason := _why_words_count_nothing(text, at, mention)):
        return reason
    if is_in_title(text, at):
        return "in a title"
    one = mention.value == 1
    if one and text[mention.until : mention.until + 1] == ")" and _RULE_OF_COUNTING.search(text, max(floor, at - 4), at):
        return "a rule of counting"
    if is_in_formula(text, at, mention.until):
        return "in a formula"
    if (not mention.unit_as_written or text[at] in _CHINESE) and is_quoted(text, at, mention.until):
        return "in quotation marks"
    if (
        one
        and text[at] == "一"
        and mention.value_max is None
        and mention.unit_as_written != "倍"
        and not counts_one(text, at, mention.until, floor)
    ):
        return "一 that counts nothing"
    return ""


def _why_words_count_nothing(text: str, at: int, mention: Mention) -> str:
    """Why a numeral in words is no figure."""
    exact = mention.qualifier == "exact"
    if exact and not mention.unit_as_written and mention.unit is None:
        return "numeral without a measure word"
    if (
        exact
        and mention.unit != "percent"
        and text[mention.at] in _ROUND_DIGITS
        and _ROUND.fullmatch(text, mention.at, _end_of_numerals(text, at))
    ):
        return "a round number that counts nothing"
    return "part of a word" if text[at] in FORMAL and mention.until - at == 1 else ""


def _first_number(text: str, mention: Mention) -> Decimal | None:
    """The place that an ordinal names, the number of a date in one part (5月); None where several numbers stand in it."""
    digits = _DIGITS.findall(text, mention.at, mention.until)
    number = read_number(digits[0]) if len(digits) == 1 else None
    return number.value if number else None


def _end_of_numerals(text: str, at: int) -> int:
    found = _DIGITS.match(text, at)
    return found.end() if found else at


def _half(text: str, at: int, floor: int) -> Mention:
    """半 of 半数, 过半 and 半成; the rest is found with its number (一半, 三吨半)."""
    percent = load_units().readings["%"]
    if text.startswith("半成", at):
        return Mention(at, at + 2, "quantity", Decimal(5), None, "exact", "0.5", "成", percent, "percent")
    until = at + 2 if text.startswith("半数", at) else at + 1
    qualifier: Qualifier = "more_than" if text[at - 1 : at] == "过" else "exact"
    if text.startswith("以上", until):
        qualifier = "at_least"
    elif text[at - 1 : at] == "近":
        qualifier = "less_than"
    else:
        qualifier = qualifier_before(text, at, floor) or qualifier
    return Mention(at, until, "quantity", Decimal(50), None, qualifier, "0.5", "", percent, "percent")


def _bare_name(text: str, at: int) -> Mention:
    found = _RUN.match(text, at)
    return _name(text, at, found.end() if found else at + 1, "part of a word")


def _name(text: str, at: int, until: int, reason: str) -> Mention:
    number = read_number(text[at:until]) if until - at < 12 else None
    return Mention(at, until, "name", number.value if number else None, reason=reason)


def _close(text: str, mention: Mention, floor: int) -> None:
    """Keep the mention's edges off the middle of a run of digits, and before what was taken already."""
    if mention.at < floor:
        mention.at = floor
    while text[mention.until - 1 : mention.until + 1].isdecimal() and mention.until < len(text):
        mention.until += 1
    if mention.until <= mention.at:
        mention.until = mention.at + 1
