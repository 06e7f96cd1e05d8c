"""Number formats of spreadsheets: 0.125 under the code 0.0% is 12.5%, and 45291 under yyyy"年" is 2023年.

The codes are those of ECMA-376 part 1, 18.8.30 and 18.8.31. Digits are kept as stored, but not the noise of binary fractions,
nor a long tail that the format hides. The section is chosen by its condition or sign; that of text is not looked at.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache

_DIGITS = 15  # that a binary fraction holds without noise
_TAIL = 4  # decimals beyond those shown that may be meant; more come from a division
_YEAR_MONTH, _MONTH_DAY, _FULL = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
# the formats that files name by number only; those from 27 on as Chinese systems take them
_BUILT_IN = (
    {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??"}
    | {14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "yyyy/m/d h:mm"}
    | {18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0"}
    | dict.fromkeys((37, 38), "#,##0")
    | dict.fromkeys((39, 40, 43, 44), "#,##0.00")
    | dict.fromkeys((27, 36, 50, 52, 57), _YEAR_MONTH)
    | dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_DAY)
    | dict.fromkeys((30,), "yyyy/m/d")
    | {31: _FULL, 32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 55: "h:mm", 56: "h:mm:ss"}
)
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*") | [\\!](?P<escaped>.) | [_*]. | \[\$(?P<currency>[^\]-]*)[^\]]*\] | (?P<elapsed>\[[hms]+\])
    | \[[^\]]*\] | (?P<general>General|G/通用格式) | (?P<noon>AM/PM|A/P|上午/下午) | (?P<exponent>E[+-])
    | (?P<date>y+|m+|d+|h+|s+|e+|a{3,4}) | (?P<mask>[0\#?.,]) | (?P<percent>%) | (?P<literal>.)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_MASK = re.compile(r"([0#?,]*?)(,*)(?:\.([0#?]*))?(,*)")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a format code does to a number: either `date_parts` (y, m, d, w for the weekday, h, i for minutes, s), or the rest."""

    date_parts: frozenset[str] = frozenset()
    elapsed: bool = False
    prefix: str = ""
    suffix: str = ""
    power: int = 0  # of ten, by which what is shown differs from what is stored
    decimals: int | None = None
    least_digits: int = 1
    has_digits: bool = True  # else only words stand for the number


def write_number(stored: str, code: str, *, from_1904: bool = False) -> str:
    """A stored number as displayed under a format code. What is no number is returned as it is."""
    try:
        value = Decimal(format(float(stored), f".{_DIGITS}g"))
    except (ValueError, InvalidOperation):
        return stored
    if not value.is_finite():
        return stored
    section, hides_minus = _choose_section(code, value)
    shown = parse_format(section)
    if shown.date_parts:
        return _write_date(float(stored), shown, from_1904) or _plain(value)
    value = value.scaleb(shown.power)
    exponent = value.as_tuple().exponent
    if shown.decimals is not None and isinstance(exponent, int) and -exponent > shown.decimals + _TAIL:
        value = value.quantize(Decimal(1).scaleb(-shown.decimals), ROUND_HALF_UP)
    digits = _plain(abs(value) if hides_minus else value)
    if shown.least_digits > 1 and digits.isdecimal():
        digits = digits.zfill(shown.least_digits)
    sign = "-" if digits.startswith("-") else ""
    if hides_minus and shown.prefix.endswith("(") and shown.suffix.startswith(")"):  # a loss in brackets, as accounts write it
        return f"-{shown.prefix[:-1]}{digits}{shown.suffix[1:]}"
    return f"{sign}{shown.prefix}{digits.removeprefix('-')}{shown.suffix}"


def code_of_number(number: int) -> str:
    """The code of a built-in format (18.8.30), which files give by number only."""
    return _BUILT_IN.get(number, "General")


@cache
def parse_format(code: str) -> NumberFormat:
    """What one section of a format code does."""
    tokens = [(str(token.lastgroup or ""), token.group(token.lastgroup or 0)) for token in _TOKEN.finditer(code)]
    kinds = {kind for kind, _ in tokens}
    if kinds & {"date", "elapsed"} and "general" not in kinds:
        return NumberFormat(_find_date_parts(tokens), "elapsed" in kinds)
    places = [place for place, (kind, _) in enumerate(tokens) if kind in ("mask", "general", "exponent")]
    if not places:
        return NumberFormat(has_digits=False)
    before, after = tokens[: places[0]], tokens[places[-1] + 1 :]
    inside = tokens[places[0] : places[-1] + 1]
    mask = _MASK.fullmatch("".join(text for kind, text in inside if kind == "mask"))
    suffix = ("%" if "percent" in kinds else "") + _words(after)
    if mask is None or "general" in kinds or "exponent" in kinds or "/" in _words(inside):
        return NumberFormat(prefix=_words(before), suffix=suffix, power=2 if "percent" in kinds else 0)
    whole, commas, decimals = mask[1], mask[2] + mask[4], mask[3] or ""
    shift = _count_behind_point(inside)
    return NumberFormat(
        prefix=_words(before),
        suffix=suffix,
        power=2 * sum(kind == "percent" for kind, _ in tokens) - 3 * len(commas) - shift,
        decimals=len(decimals) + shift,
        least_digits=len(whole) if set(whole) == {"0"} and not decimals and not shift and not commas else 1,
    )


def _choose_section(code: str, value: Decimal) -> tuple[str, bool]:
    """The section of a code for a value, and whether that section itself shows that the value is negative.

    By conditions where there are any ([>=10000]…), else by sign: positive, negative, zero. A section of negative values that
    shows nothing but colour keeps the minus.
    """
    sections, conditions = _split_sections(code)
    if len(sections) == 1 and conditions[0] is None:
        return sections[0], False
    if any(conditions):
        fits = [condition is not None and _COMPARE[condition[0]](value, condition[1]) for condition in conditions]
        others = [number for number, condition in enumerate(conditions) if condition is None]
        number = fits.index(True) if True in fits else others[-1] if others else len(sections) - 1
        condition = conditions[number]
        only_negative = condition is not None and condition[0].startswith("<") and condition[1] <= 0
    else:
        number = 1 if value < 0 else 2 if value == 0 and len(sections) > 2 else 0
        only_negative = number == 1
    section = sections[number]
    if not parse_format(section).has_digits:  # a dash for nought, or nothing: a number is never lost
        return "General", False
    marked = _literals(section) != _literals(sections[1 - number]) if number < 2 else False
    return section, only_negative and marked


@cache
def _split_sections(code: str) -> tuple[list[str], list[tuple[str, Decimal] | None]]:
    """The first three sections of a code, and the condition of each."""
    sections, quoted, escaped = [""], False, False
    for mark in code:
        quoted ^= mark == '"' and not escaped
        if mark == ";" and not quoted and not escaped:
            sections.append("")
        else:
            sections[-1] += mark
        escaped = mark in "\\!" and not escaped and not quoted
    sections = sections[:3] if len(sections) > 1 and sections[-1] else [part for part in sections[:3] if part] or [""]
    found = [_CONDITION.search(re.sub('"[^"]*"', "", section)) for section in sections]
    return sections, [(match[1], Decimal(match[2])) if match else None for match in found]


def _literals(section: str) -> str:
    shown = parse_format(section)
    return f"{shown.prefix}|{shown.suffix}"


def _words(tokens: list[tuple[str, str]]) -> str:
    return "".join(text.strip('"') for kind, text in tokens if kind in ("quoted", "escaped", "currency", "literal")).strip()


def _count_behind_point(inside: list[tuple[str, str]]) -> int:
    """The digits behind a point that is written as a letter: 0\\.0,"万" shows ten thousands so."""
    points = [place for place, token in enumerate(inside) if token in (("escaped", "."), ("quoted", '"."'))]
    return sum(kind == "mask" and text in "0#?" for kind, text in inside[points[0] :]) if points else 0


def _find_date_parts(tokens: list[tuple[str, str]]) -> frozenset[str]:
    written = [text.strip("[]").lower() for kind, text in tokens if kind in ("date", "elapsed")]
    letters = ["w" if text.startswith(("ddd", "aaa")) else text[0] for text in written]
    parts = set()
    for place, letter in enumerate(letters):
        minutes = letter == "m" and ("h" in letters[max(0, place - 1) : place] or "s" in letters[place + 1 : place + 2])
        parts.add("i" if minutes else "y" if letter == "e" else letter)
    return frozenset(parts)


def _write_date(serial: float, shown: NumberFormat, from_1904: bool) -> str | None:
    """A serial date (18.17.4.1) in Chinese; None outside of the years that serial dates cover."""
    if shown.elapsed:
        minutes = round(serial * 24 * 60)
        return f"{minutes // 60}:{minutes % 60:02}" if minutes >= 0 else None
    early = 0 < serial < 60  # of a leap day in 1900 that never was
    origin = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31) if early else datetime(1899, 12, 30)
    if not 0 <= serial < 2_958_466:
        return None
    try:
        moment = origin + timedelta(seconds=round(serial * 86400))
    except OverflowError:
        return None
    day = _write_day(moment.date(), shown.date_parts)
    time = moment.strftime("%H:%M:%S" if "s" in shown.date_parts else "%H:%M") if shown.date_parts & {"h", "i", "s"} else ""
    return f"{day} {time}".strip()


def _write_day(day: date, parts: frozenset[str]) -> str:
    numbers = (("y", day.year, "年"), ("m", day.month, "月"), ("d", day.day, "日"))
    name = f" 星期{'一二三四五六日'[day.weekday()]}" if "w" in parts else ""
    return "".join(f"{number}{word}" for part, number, word in numbers if part in parts) + name


def _plain(value: Decimal) -> str:
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
