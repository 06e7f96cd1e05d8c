"""Measured numbers: a number with its unit, sign and qualifier, and ranges of them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import cast

from yearbook.catalogue.vocabulary import load_words, trie_pattern
from yearbook.extraction.mentions.distant_units import SIGN_OF_YUAN, correct_unit, find_distant_unit
from yearbook.extraction.mentions.fractions import find_fraction, make_share
from yearbook.extraction.mentions.mention import Mention, Qualifier, format_decimal, normalize_decimal
from yearbook.extraction.mentions.numerals import VULGAR, Number
from yearbook.extraction.mentions.units import NO_UNIT, UNITS, Written, base_unit, find_number, find_unit

_WORDS = load_words("qualifiers")
_BEFORE: dict[str, Qualifier] = {word: cast(Qualifier, name) for name, words in _WORDS["before"].items() for word in words}
_BEFORE |= dict.fromkeys(_WORDS["english_approx"], "approx")
_AFTER: dict[str, Qualifier] = {word: cast(Qualifier, name) for name, words in _WORDS["after"].items() for word in words}
_NOT_BEFORE: dict[str, tuple[str, ...]] = {word: tuple(after) for word, after in _WORDS["not_before"].items()}
_NOT_AFTER: dict[str, str] = _WORDS["not_after"]

_REVERSED = re.compile(
    rf" ?(?:{trie_pattern(word[::-1] for word in _WORDS['between'])}){{0,2}} ?({trie_pattern(word[::-1] for word in _BEFORE)})"
)
_OVER = re.compile(rf"(?<=[{_WORDS['over_after']}])过$")
_BEFORE_A_VERB = re.compile(rf"(?:{trie_pattern(_WORDS['before_a_verb'])})[\u4e00-\u9fff]{{0,4}}$")
_OF_A_SHARE = re.compile(rf"(?:{trie_pattern(_WORDS['of_a_share'])})[^,。;、]{{1,12}}的$")
_FOLLOWING = re.compile(rf" ?(?:的)?({trie_pattern(_AFTER)})")
_LENGTH = 16
_VERB_REACH = 8
# how a word before a number ends, and how one behind it begins: most numbers have neither
_QUALIFIER_ENDS = frozenset(word[-1] for word in (*_BEFORE, *_WORDS["between"])) | frozenset(" 过的")
_QUALIFIER_BEGINNINGS = frozenset(word[0] for word in (*_AFTER, *_WORDS["within"])) | frozenset(" 的")


def qualifier_before(text: str, at: int, floor: int) -> Qualifier | None:
    """The qualifier whose word ends at `at`, or stands before 达, 到, 了 … that does."""
    if at <= floor:
        return None
    last = text[at - 1]
    if last not in _QUALIFIER_ENDS:
        verb = text.find("大", max(floor, at - _VERB_REACH), at) >= 0 or text.find("差", max(floor, at - _VERB_REACH), at) >= 0
        return "approx" if verb and _BEFORE_A_VERB.search(text, max(floor, at - _LENGTH), at) else None
    window = text[max(floor, at - _LENGTH) : at]
    if _BEFORE_A_VERB.search(window):
        return "approx"
    if window[-1] == "过" and _OVER.search(window):
        return "more_than"
    if window[-1] == "的" and _OF_A_SHARE.search(window):
        return "approx"
    found = _REVERSED.match(window[::-1])
    if not found:
        return None
    word = found[1][::-1]
    before = window[: len(window) - found.end()][-1:]
    if before and before in _NOT_AFTER.get(word, ""):
        return None
    if word.isascii() and word.isalpha() and before.isalpha():
        return None
    return _BEFORE[word]


def qualifier_after(text: str, until: int, measures_time: bool) -> Qualifier | None:
    """The qualifier whose word begins at `until`; 内 alone bounds a span of time."""
    if text[until : until + 1] not in _QUALIFIER_BEGINNINGS:
        return None
    found = _FOLLOWING.match(text, until)
    if found:
        if text.startswith(_NOT_BEFORE.get(found[1], ()), found.end()) and found[1] in _NOT_BEFORE:
            return None
        return _AFTER[found[1]]
    if measures_time and text.startswith(tuple(_WORDS["within"]), until):
        return "at_most"
    return None


_SIGNS_OF_MONEY = {"¥": SIGN_OF_YUAN, "￥": SIGN_OF_YUAN, "$": "美元", "€": "欧元"}
_WORD_OR_POINT = re.compile(r"[\w.]")
_LEAST_WHOLE = re.compile(r"[十百千万亿]+")
# 数, 上 and 负 are parts of other words after these: 总数, 以上, 正负
_NOT_SEVERAL_AFTER = frozenset("总人个件次份户台车辆条项半多少基指系倍岁函参位双单分实整无度页票家员天字序常")
_NOT_AT_LEAST_AFTER = frozenset("以网线马会路基海早晚加向")
_NOT_NEGATIVE_AFTER = frozenset("正肩担抱胜自欺")
_MINUS, _PLUS = frozenset("-负△▽▼↓("), frozenset("+▲↑")
_ARROWS = frozenset("△▽▼↓▲↑")
_CELL_EDGES = frozenset(("", "|", "\n", "\t"))
_SMALL_COUNT = re.compile(r"\d{1,2}")  # (3) marks an item of a list
_RANGE = re.compile(r" ?(?:-{1,2}|~|至|到) ?")
_BETWEEN = re.compile("[与和]")  # 10000与20000元之间
_SPANS = ("之间", "不等")
_NOT_A_RANGE_AFTER = re.compile(r"(?:由|从)(?:约|原来的|之前的|过去的|上年的|去年的)?$")


def find_quantity(text: str, at: int, floor: int) -> Mention | None:
    """The measured number that begins at `at`; its sign or 上 may stand before it, but not before `floor`.

    None where the characters make no number or the number stands in the middle of a word.
    """
    if text.startswith("一半", at):
        half = Mention(at, at + 2, "quantity", Decimal(50), None, "exact", "0.5", "", UNITS.readings["%"], "percent")
        return qualify(text, half, floor)
    if text[at - 1 : at] == "." and at > floor and not _WORD_OR_POINT.match(text[at - 2 : at - 1]):
        at -= 1  # .5
    fraction = find_fraction(text, at)
    if fraction:
        return qualify(text, fraction, floor)
    read = find_number(text, at)
    if not read:
        return None
    number, end = read
    unit = find_unit(text, end, number)
    if unit.end < 0 and text[at] in VULGAR:
        return qualify(text, make_share(text, at, end, number, Number(Decimal(1), Decimal(1)), None), floor)
    if unit.end < 0:
        number, unit = find_distant_unit(text, at, end, number, floor)
    unit = correct_unit(text, at, unit, floor)
    if text[at - 1 : at] in _SIGNS_OF_MONEY and at > floor:
        number, end, unit = _after_money_sign(text, at, number, end, unit)
    ranged = _find_range(text, at, floor, number, end, unit)
    if ranged:
        return qualify(text, ranged, floor)
    return qualify(text, _mention(text, at, end, number, unit, floor), floor)


def _after_money_sign(text: str, at: int, number: Number, end: int, unit: Written) -> tuple[Number, int, Written]:
    """¥300 has its unit before it."""
    if unit.kind:
        return number, end, unit
    sign = _SIGNS_OF_MONEY[text[at - 1]]
    return number, end, Written(end, sign, "unit", more=unit.more)


def _mention(text: str, at: int, end: int, number: Number, unit: Written, floor: int) -> Mention:
    stop = unit.end if unit.end > 0 else end
    sign = _sign_of(text, at, stop, floor, unit)
    value = (number.value + unit.plus) * unit.factor
    written = number.as_written + unit.plus
    qualifier: Qualifier = "more_than" if number.more or unit.more else "exact"
    value_max = None if number.value_max is None else number.value_max * unit.factor
    if value_max is not None:
        qualifier = "range"
    if sign in _MINUS:
        value, written = -value, -written
    elif sign == "数":
        qualifier = "more_than"
    elif sign and sign in "上成" and _LEAST_WHOLE.fullmatch(text, at, end):
        qualifier = "at_least"
    base, readings = base_unit(unit.kind, unit.written)
    spaced = " " if number.scale and number.scale.isascii() else ""
    return Mention(
        at if sign == "(" else at - len(sign),
        stop,
        "quantity",
        normalize_decimal(value),
        None if value_max is None else normalize_decimal(value_max),
        qualifier,
        format_decimal(written),
        f"{number.scale}{spaced}{unit.written}".strip(),
        readings,
        base,
        signed=sign in _MINUS or sign in _PLUS,
    )


def _sign_of(text: str, at: int, end: int, floor: int, unit: Written) -> str:
    """A minus or plus that belongs to the number (not a dash between numbers), 负, or the 上 of 上百.

    Accounts also write a loss as △, ▼ or ↓, and in brackets where the number has its cell for itself.
    """
    if at <= floor:
        return ""
    sign, before = text[at - 1], text[at - 2 : at - 1] if at - 2 >= floor else ""
    if sign in _ARROWS:
        alone = before in _CELL_EDGES and text[end : end + 1] in _CELL_EDGES
        return sign if alone or (unit.kind == "share" and before not in _ARROWS) else ""
    if sign == "(":
        alone = before in _CELL_EDGES and text[end : end + 1] == ")" and text[end + 1 : end + 2] in _CELL_EDGES
        in_row = (alone and "|" in before + text[end + 1 : end + 2]) or "\t" in before + text[end + 1 : end + 2]
        return sign if alone and in_row and not _SMALL_COUNT.fullmatch(text, at, end) else ""
    if sign in "-+":
        if not before or before in "\n\t|(,;:、 =~":
            return sign
        if unit.kind == "share" and not (before.isalnum() and before.isascii()) and before not in "-+%":
            return sign
        return ""
    if sign == "负" and before not in _NOT_NEGATIVE_AFTER:
        return "负"
    if sign == "数" and _LEAST_WHOLE.match(text, at) and before not in _NOT_SEVERAL_AFTER:
        return sign
    if sign in "上成" and _LEAST_WHOLE.match(text, at) and before not in _NOT_AT_LEAST_AFTER:
        return sign
    return ""


def _find_range(text: str, at: int, floor: int, number: Number, end: int, unit: Written) -> Mention | None:
    """Two numbers with 至, 到, - or ~ between them, the unit after both or after the second (15-20万元); not 由三家到八家."""
    first_end = unit.end if unit.end > 0 else end
    joint = _RANGE.match(text, first_end) or _BETWEEN.match(text, first_end)
    if not joint or (unit.kind == "time" and not text[joint.end() : joint.end() + 1].isdigit()) or number.value_max is not None:
        return None
    second = find_number(text, joint.end())
    if not second:
        return None
    other, stop = second
    other_unit = find_unit(text, stop, other)
    if unit.kind and not other_unit.kind:
        return None
    if unit.kind and (unit.kind, unit.written) != (other_unit.kind, other_unit.written):
        return None
    last_end = other_unit.end if other_unit.end > 0 else stop
    if not text.startswith(_SPANS, last_end) and (joint[0] in "与和" or _NOT_A_RANGE_AFTER.search(text, max(floor, at - 6), at)):
        return None
    scale = other.value / other.as_written if other.scale and other.as_written and not number.scale else Decimal(1)
    least = (number.value * scale + unit.plus) * other_unit.factor
    most = (other.value + other_unit.plus) * other_unit.factor
    if least >= most:
        return None
    base, readings = base_unit(other_unit.kind, other_unit.written)
    mention = _mention(text, at, end, number, NO_UNIT, floor)
    mention.until = last_end
    if mention.signed and mention.value is not None and mention.value < 0:
        least = -least
    mention.value, mention.value_max, mention.qualifier = normalize_decimal(least), normalize_decimal(most), "range"
    mention.value_as_written = f"{format_decimal(number.as_written)}-{format_decimal(other.as_written)}"
    mention.unit_as_written = other.scale + other_unit.written
    mention.unit, mention.readings = base, readings
    return mention


def qualify(text: str, mention: Mention, floor: int) -> Mention:
    """Set the qualifier that stands before or after, unless the number itself has one (余, 多, a range)."""
    if mention.qualifier != "exact":
        return mention
    found = qualifier_before(text, mention.at, floor) or qualifier_after(
        text, mention.until, mention.unit_as_written in UNITS.time
    )
    if found:
        mention.qualifier = found
    return mention
