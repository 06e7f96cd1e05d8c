"""Numerals: how a number is written in normalized text, and its value as an exact decimal.

Digits, Chinese numerals and any mixture of them with 万 and 亿. Source of the usage: GB/T 15835-2011 (numerals in publications).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from yearbook.catalogue.vocabulary import load_units, load_words, trie_pattern

_WORDS = load_words("numerals")
DIGITS: dict[str, int] = _WORDS["digits"]
MULTIPLIERS: dict[str, int] = {**_WORDS["multipliers"]}
TENS: dict[str, int] = _WORDS["tens"]
DAMAGED: dict[str, int] = _WORDS["damaged"]
FORMAL = frozenset(_WORDS["formal"])
DIGIT_CHARACTERS = "".join(DIGITS)
MULTIPLIER_CHARACTERS = "".join(MULTIPLIERS)
CHINESE = DIGIT_CHARACTERS + MULTIPLIER_CHARACTERS + "".join(TENS)
MORE = "".join(_WORDS["more"])
CIRCLED: str = _WORDS["circled"]

# fractions in one character (Unicode, Number Forms), exact to ten places
VULGAR = {mark: round(Decimal(unicodedata.numeric(mark)), 10) for mark in "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
LONGEST = 60  # characters: a longer run writes no number

# 千 of 千瓦, 兆 of 兆瓦: part of the unit, not of the number
_PREFIXED = trie_pattern(word[1:] for word in load_units().words if word[0] in "千兆" and len(word) > 1)
_ALWAYS = "".join(character for character in MULTIPLIER_CHARACTERS if character not in "千兆百")
_MULTIPLIER = rf"(?:[{_ALWAYS}]|[千兆](?!{_PREFIXED})|百(?!分[^之]|姓))"
_OTHERS = "".join(character for character in CHINESE if character not in MULTIPLIER_CHARACTERS)
_NUMERAL = rf"(?:[{_OTHERS}]|{_MULTIPLIER})"
_DECIMALS = rf"点[{''.join(character for character in DIGIT_CHARACTERS if character not in '两俩')}]{{1,20}}"
_ARABIC = r"(?:(?:\d{1,3}(?:,\d{3}){1,9}(?!\d)|\d{1,3}(?: \d{3}){1,9}(?!,?\d)|\d+)(?:\.\d+)?|\.\d+)"
_TAIL = (
    rf"(?:[{MORE}]?{_MULTIPLIER}{{1,9}}"
    rf"(?:[零〇]?\d{{1,4}}(?![\d.:年月日])|{_NUMERAL}{{1,40}}(?:{_DECIMALS})?)?)"
)
# atomic: once read, a number is not read in another way, which keeps the time in proportion to the length
WHOLE = rf"(?>(?:{_ARABIC}|几?{_NUMERAL}{{1,40}}(?:{_DECIMALS}{_MULTIPLIER}{{0,9}})?){_TAIL}{{0,9}})"

NUMBER = re.compile(WHOLE)
FRACTION = re.compile(
    rf"(?:(?P<whole>{WHOLE})又)?(?P<below>{WHOLE})分之(?P<sign>负|-)?(?P<above>{WHOLE})(?P<thousand>[kK](?![A-Za-z]))?"
)
SLASH = re.compile(r"(?:(\d+) )?(\d+)/(\d+)(?![\d/.A-Za-z])")
_LETTERS = "".join(DAMAGED)
DAMAGED_NUMBER = re.compile(rf"\d[\d{_LETTERS}]*[{_LETTERS}][\d{_LETTERS}]*")

_MORE = re.compile(f"[{MORE}]")
_TOKENS = re.compile(rf"\d[\d, ]*(?:\.\d+)?|\.\d+|[{CHINESE}{MORE}点]")
_SCALE = re.compile(rf"^(?:([\d., ]+)([{MORE}]?[十百千]?[万亿兆]*)|(.+?)([{MORE}]?[万亿兆]+))$")
_ZEROS = frozenset("〇零")
_NEIGHBOURS = re.compile(r"^([^点]*?)([一二两三四五六七八])([二两三四五六七八九])([十百千万亿]*)$")


@dataclass(frozen=True, slots=True)
class Number:
    """The worth of a written number.

    `value` has 万 and 亿 applied; `as_written` is the number before a last 万 or 亿 (1.2 of 1.2万), whose word is `scale`.
    `more`: 余, 多 or 几 stood in it (700余万); `value_max` is set for neighbouring digits (七八百 = 700 to 800).
    """

    value: Decimal
    as_written: Decimal
    scale: str = ""
    more: bool = False
    value_max: Decimal | None = None


@lru_cache(maxsize=8192)
def read_number(text: str) -> Number | None:
    """The number that `text` (normalized, without unit) writes; None where its characters make no number."""
    if text.isdigit():
        return Number(Decimal(text), Decimal(text))
    neighbours = _NEIGHBOURS.match(text) if len(text) <= 8 else None
    if neighbours:
        pair = _read_neighbours(*neighbours.groups())
        if pair:
            return pair
    more = bool(_MORE.search(text))
    value = _evaluate(text)
    if value is None:
        return None
    scaled = _SCALE.match(text)
    if scaled:
        head = _evaluate(scaled[1] or scaled[3])
        if head is not None:
            return Number(value, head, (scaled[2] or scaled[4] or "").strip(MORE), more)
    return Number(value, value, "", more)


def _read_neighbours(head: str, low: str, high: str, scale: str) -> Number | None:
    """七八百 as 700 to 800, 十五六 as 15 to 16; None for digits that are no neighbours or spell a number (二〇一五)."""
    first, second = DIGITS[low], DIGITS[high]
    if second != first + 1 or (head and head[-1] not in MULTIPLIERS):
        return None
    least, most = _evaluate(head + low + scale), _evaluate(head + high + scale)
    if least is None or most is None:
        return None
    return Number(least, least, "", False, most)


def _evaluate(text: str) -> Decimal | None:
    """The value of mixed digits and numerals, 余 多 几 left out of it; None where they do not make one number."""
    reader = _Reader()
    for token in _TOKENS.findall(text):
        if not reader.take(token):
            return None
    return reader.finish()


class _Reader:
    """Reads a number token by token: `total` holds what 万 and 亿 have closed, `section` what 十 百 千 have."""

    def __init__(self) -> None:
        self.total, self.section = Decimal(0), Decimal(0)
        self.number: Decimal | None = None
        self.run = 0  # how many Chinese digits `number` was written with
        self.zero = False  # a 零 stands before the number, so that 一百零五 is no 150
        self.unit = 1  # the last multiplier
        self.big = Decimal(0)  # the last of 万 亿 兆
        self.decimals: str | None = None
        self.seen = False
        self.nothing = False  # the section is a 0 that was multiplied (0百万)

    def take(self, token: str) -> bool:
        if token in MULTIPLIERS:
            return self._multiply(MULTIPLIERS[token])
        if token == "点":
            if self.decimals is not None or not self.seen:
                return False
            self.decimals = ""
            return True
        if token in MORE:
            if self.number is None and not self.seen and token == "几":
                self.number, self.seen = Decimal(1), True
            return True
        if self.decimals is not None:
            self.decimals += str(DIGITS[token]) if token in DIGITS else token
            return token in DIGITS or token.isdigit()
        self.seen = True
        if token in TENS:
            self.section += TENS[token]
            self.unit = 10
            return True
        if token in DIGITS:
            return self._add_digit(token)
        if self.number is not None:
            return False
        self.number, self.run = Decimal(token.replace(",", "").replace(" ", "")), 0
        return True

    def _add_digit(self, token: str) -> bool:
        if token in _ZEROS and self.number is None and (self.section or self.total):
            self.zero = True
            return True
        if self.number is None:
            self.number, self.run = Decimal(DIGITS[token]), 1
            return True
        if self.run == 0:
            return False
        self.number = self.number * 10 + DIGITS[token]
        self.run += 1
        return True

    def _multiply(self, factor: int) -> bool:
        if self.decimals is not None:
            self._close_decimals()
        by = Decimal(factor)
        if factor < 10000 and not self.number and self.section and factor > self.unit:
            return False  # 五十千
        if factor < 10000:
            self.nothing = self.number == 0 and factor > 10  # 0千元; 零十 is ten
            self.section += Decimal(0) if self.nothing else (self.number or Decimal(1)) * by
        else:
            value = self.section + (self.number or 0)
            if not value and not self.total and self.number is None and not self.nothing:
                if self.section or self.big:
                    return False
                value = Decimal(1)  # 万余, 上亿
            if not value or (self.big and by > self.big):
                self.total = (self.total + value) * by
            else:
                self.total += value * by
            self.section, self.big = Decimal(0), by
        self.number, self.run, self.zero, self.unit, self.seen = None, 0, False, factor, True
        return True

    def _close_decimals(self) -> None:
        whole = self._whole()
        self.total, self.section = Decimal(0), Decimal(0)
        self.number, self.run = whole + Decimal(f"0.{self.decimals or 0}"), 0
        self.decimals = None

    def _whole(self) -> Decimal:
        number = self.number
        if number is not None and self.run == 1 and not self.zero and self.unit >= 100:
            number = number * self.unit / 10  # 四百五 = 450, 九万四 = 94000
        return self.total + self.section + (number or 0)

    def finish(self) -> Decimal | None:
        if not self.seen:
            return None
        if self.decimals is not None:
            if not self.decimals:
                return None
            self._close_decimals()
            return self.number
        return self._whole()


def widen_to_numerals(text: str, first: int, last: int) -> tuple[int, int]:
    """The bounds of an excerpt, moved outwards so that neither cuts a numeral in digits: of 118 no 8 is left."""
    while first > 0 and _is_within_digits(text[first - 1 : first + 1]):
        first -= 1
    while last < len(text) and _is_within_digits(text[last - 1 : last + 1]):
        last += 1
    return first, last


def _is_within_digits(pair: str) -> bool:
    """Whether two neighbours belong to one numeral: digits of any width, and a point or a comma beside one."""
    return any(map(str.isdigit, pair)) and all(mark.isdigit() or mark in ".,．" for mark in pair)
