"""Measured numbers: a number with its unit, sign and qualifier, and ranges of them."""

from __future__ import annotations

import re
from decimal import Decimal

from yearbook.language.mention import Mention, Qualifier
from yearbook.language.numbers import find_number
from yearbook.language.numerals import Number, plain, read_number, tidy
from yearbook.language.qualifiers import qualifier_after, qualifier_before
from yearbook.language.shares import find_fraction
from yearbook.language.units import NO_UNIT, UNITS, Written, base_unit, find_unit

_SIGNS_OF_MONEY = {"¥": "元", "￥": "元", "$": "美元", "€": "欧元"}
_WORD_OR_POINT = re.compile(r"[\w.]")
_LEAST_WHOLE = re.compile(r"[十百千万亿]+")
# 数, 上 and 负 are parts of other words after these: 总数, 以上, 正负
_NOT_SEVERAL_AFTER = frozenset("总人个件次份户台车辆条项半多少基指系倍岁函参位双单分实整无度页票家员天字序常")
_NOT_AT_LEAST_AFTER = frozenset("以网线马会路基海早晚加向")
_NOT_NEGATIVE_AFTER = frozenset("正肩担抱胜自欺")
_RANGE = re.compile(r" ?(?:-{1,2}|~|至|到) ?")
_NOT_A_RANGE_AFTER = re.compile(r"(?:由|从)(?:约|原来的|之前的|过去的|上年的|去年的)?$")


def find_quantity(text: str, at: int, floor: int) -> Mention | None:
    """The measured number that begins at `at`; its sign or 上 may stand before it, but not before `floor`.

    None where the characters make no number or the number stands in the middle of a word.
    """
    if text.startswith("一半", at):
        half = Mention(0, 0, at, at + 2, "", "quantity", Decimal(50), None, "exact", "0.5", "", UNITS.readings["%"], "percent")
        return _qualify(text, half, floor)
    if text[at - 1 : at] == "." and at > floor and not _WORD_OR_POINT.match(text[at - 2 : at - 1]):
        at -= 1  # .5
    fraction = find_fraction(text, at)
    if fraction:
        return _qualify(text, fraction, floor)
    read = find_number(text, at)
    if not read:
        return None
    number, end = read
    unit = find_unit(text, end, number)
    if text[at - 1 : at] in _SIGNS_OF_MONEY and at > floor:
        number, end, unit = _after_money_sign(text, at, number, end, unit)
    ranged = _find_range(text, at, floor, number, end, unit)
    if ranged:
        return _qualify(text, ranged, floor)
    return _qualify(text, _mention(text, at, end, number, unit, floor), floor)


def _after_money_sign(text: str, at: int, number: Number, end: int, unit: Written) -> tuple[Number, int, Written]:
    """¥300 has its unit before it; a comma in ¥20,300元 then separates two sums, for the second has its own unit."""
    if unit.kind:
        comma = text.find(",", at, end)
        if comma < 0:
            return number, end, unit
        number, end = read_number(text[at:comma]) or number, comma
    sign = _SIGNS_OF_MONEY[text[at - 1]]
    return number, end, Written(end, sign, "unit", more=unit.more)


def _mention(text: str, at: int, end: int, number: Number, unit: Written, floor: int) -> Mention:
    stop = unit.end if unit.end > 0 else end
    sign = _sign_of(text, at, floor, unit)
    value = (number.value + unit.plus) * unit.factor
    written = number.as_written + unit.plus
    qualifier: Qualifier = "more_than" if number.more or unit.more else "exact"
    value_max = None if number.value_max is None else number.value_max * unit.factor
    if value_max is not None:
        qualifier = "range"
    if sign in ("-", "负"):
        value, written = -value, -written
    elif sign == "数":
        qualifier = "more_than"
    elif sign and sign in "上成" and _LEAST_WHOLE.fullmatch(text, at, end):
        qualifier = "at_least"
    base, readings = base_unit(unit.kind, unit.written)
    return Mention(
        0,
        0,
        at - len(sign),
        stop,
        "",
        "quantity",
        tidy(value),
        None if value_max is None else tidy(value_max),
        qualifier,
        plain(written),
        f"{number.scale} {unit.written}".strip() if number.scale.isascii() and number.scale else number.scale + unit.written,
        readings,
        base,
        sign in ("-", "+", "负"),
    )


def _sign_of(text: str, at: int, floor: int, unit: Written) -> str:
    """A minus or plus that belongs to the number (not a dash between numbers), 负, or the 上 of 上百."""
    if at <= floor:
        return ""
    sign, before = text[at - 1], text[at - 2 : at - 1] if at - 2 >= floor else ""
    if sign in "-+":
        if not before or before in "\n|(,;:、 =~":
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
    joint = _RANGE.match(text, first_end)
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
    if _NOT_A_RANGE_AFTER.search(text, max(floor, at - 6), at):
        return None
    scale = other.value / other.as_written if other.scale and other.as_written and not number.scale else Decimal(1)
    least = (number.value * scale + unit.plus) * other_unit.factor
    most = (other.value + other_unit.plus) * other_unit.factor
    if least >= most:
        return None
    base, readings = base_unit(other_unit.kind, other_unit.written)
    mention = _mention(text, at, end, number, NO_UNIT, floor)
    mention.until = other_unit.end if other_unit.end > 0 else stop
    if mention.signed and mention.value is not None and mention.value < 0:
        least = -least
    mention.value, mention.value_max, mention.qualifier = tidy(least), tidy(most), "range"
    mention.value_as_written = f"{plain(number.as_written)}-{plain(other.as_written)}"
    mention.unit_as_written = other.scale + other_unit.written
    mention.unit, mention.readings = base, readings
    return mention


def _qualify(text: str, mention: Mention, floor: int) -> Mention:
    """Set the qualifier that stands before or after, unless the number itself has said it (余, 多, a range)."""
    if mention.qualifier != "exact":
        return mention
    found = qualifier_before(text, mention.at, floor) or qualifier_after(
        text, mention.until, mention.unit_as_written in UNITS.time
    )
    if found:
        mention.qualifier = found
    return mention
