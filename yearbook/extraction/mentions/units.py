"""Numbers with their units: a number at a place in the text, the unit or measure word behind it, and the base units it allows.

Units follow GB 3100-1993 (SI units) as far as reports do; measure words stand in data/catalogue/language/measures.yaml.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from yearbook.catalogue.vocabulary import UnitReading, load_units, load_words, trie_pattern
from yearbook.extraction.mentions.numerals import (
    DAMAGED,
    DAMAGED_NUMBER,
    DIGITS,
    LONGEST,
    MULTIPLIER_CHARACTERS,
    NUMBER,
    VULGAR,
    WHOLE,
    Number,
    read_number,
)

UNITS = load_units()
_PLAIN = [word for word in (*UNITS.words, *UNITS.time) if "/" not in word and "(" not in word]
_LATIN = [word for word in _PLAIN if word[0].isascii()]
_HAN = [word for word in _PLAIN if not word[0].isascii()]
_SHARES = {
    "percent": Decimal(1),
    "per cent": Decimal(1),
    "%": Decimal(1),
    "‰": Decimal("0.1"),
}
UNIT = re.compile(
    r" ?(?P<more>[余多几]?)(?:(?P<share>%|‰|per ?cent\b)|(?P<points>个?百分点)|"
    r"(?P<tenths>成|折)(?P<half>半|[一二三四五六七八九](?![十百千万]))?(?P<rest>多)?|(?P<times>倍|番)|"
    rf"(?P<unit>{trie_pattern(_HAN)}|(?:{trie_pattern(_LATIN)})(?![A-Za-z0-9]))"
    rf"(?P<bracket>\((?:{trie_pattern(word for word in _HAN if len(word) < 3)})\))?"
    rf"(?P<per>[/每](?:万|百|100)?(?:{trie_pattern(_PLAIN)})(?![A-Za-z])(?:·年|\.年|·a)?)?)(?P<and_half>半(?![年数天日径]))?"
)
_MINUTES = re.compile(rf"({WHOLE})分(?:钟|(?!之|[成类别管]|\d))")
_SECONDS = re.compile(rf"({WHOLE})秒钟?")
_COINS = re.compile(rf"({WHOLE})[角毛](?:({WHOLE})分)?")
# 成 and 折 are other words before these: 成立, 成本, 折旧
_TENTHS_NOT_BEFORE = frozenset("立为员功本果交都效品分就熟长年绩份套因旧算叠合腾磨射扣型人了")


_ENGLISH: dict[str, int] = load_words("numerals")["english"]
_MAGNITUDE = re.compile(rf" ?({trie_pattern(_ENGLISH)})\b|[kK](?![A-Za-z])")


_DECIMAL_COMMA = re.compile(r"\d{1,2},\d{1,2}(?=%)")  # 2,8%, as some keyboards write it
_EXPONENT = re.compile(r"[eE]([+-]?\d{1,2})(?![\dA-Za-z.])")
_POWER = re.compile(r" ?× ?10(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})")  # 3.5×10⁴ (ISO 80000-1, 7.3.1)
_LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def find_number(text: str, at: int) -> tuple[Number, int] | None:
    """The number at `at` and where it ends: damaged digits restored, English magnitudes, Chinese numerals."""
    damaged = DAMAGED_NUMBER.match(text, at)
    if damaged and UNIT.match(text, damaged.end()):
        digits = "".join(str(DAMAGED.get(character, character)) for character in damaged[0])
        return Number(Decimal(digits), Decimal(digits)), damaged.end()
    if text[at : at + 1] in VULGAR:
        return Number(VULGAR[text[at]], VULGAR[text[at]]), at + 1
    comma = _DECIMAL_COMMA.match(text, at)
    if comma and text[at - 1 : at] not in ("、", ",", "%"):
        value = Decimal(comma[0].replace(",", "."))
        return Number(value, value), comma.end()
    found = NUMBER.match(text, at)
    if not found or found.end() - at > LONGEST:
        return None
    end = found.end()
    if " " in found[0] and not _is_grouped(text, at, end):
        end = text.index(" ", at)
    if text[end - 1] == "两" and end - at > 1 and not UNIT.match(text, end):
        end -= 1  # the weight: 三千两百两
    number = read_number(text[at:end])
    if number is None:
        return _find_shorter(text, at, end)
    if text[end : end + 1] in VULGAR:
        value = number.value + VULGAR[text[end]]
        return Number(value, value), end + 1
    exponent = _find_exponent(text, end)
    if exponent:
        value = number.value.scaleb(exponent[0])
        return Number(value, value, "", number.more), exponent[1]
    if text[end - 1].isdigit():
        magnitude = _MAGNITUDE.match(text, end)
        if magnitude and magnitude[1]:
            return Number(number.value * _ENGLISH[magnitude[1]], number.as_written, magnitude[1], number.more), magnitude.end()
        if magnitude:
            return Number(number.value * 1000, number.as_written, "k"), magnitude.end()
    return number, end


def _find_exponent(text: str, end: int) -> tuple[int, int] | None:
    """The power of ten behind a number that ends at `end` (E+05, ×10⁴), and where it ends."""
    found = None
    if text[end : end + 1] in ("e", "E"):
        found = _EXPONENT.match(text, end)
    elif text.startswith(("×", " ×"), end):
        found = _POWER.match(text, end)
    power = int(found[1].translate(_LOWERED)) if found else LONGEST
    return (power, found.end()) if found and abs(power) < LONGEST else None


def _is_grouped(text: str, at: int, end: int) -> bool:
    """Blanks part thousands (ISO 80000-1, 7.3.2) before a unit, or where the number has its cell or line for itself."""
    if text[end : end + 1] in ("", "|", "\n"):
        return text[at - 1 : at] in ("", "|", "\n")
    closed = text[end] in ",。;、)" or UNIT.match(text, end) is not None
    return closed and not (text[at - 1 : at] == " " and text[at - 2 : at - 1].isdigit())


def _find_shorter(text: str, at: int, end: int) -> tuple[Number, int] | None:
    """The longest beginning that makes a number, where the whole run of numerals makes none (两 as a weight: 三千两百两)."""
    for stop in range(end - 1, max(at, end - 4), -1):
        if text[stop - 1].isdigit() and text[stop].isdigit():
            return None
        number = read_number(text[at:stop])
        if number is not None:
            return number, stop
    return None


def find_damaged(text: str, at: int) -> bool:
    """A number with a letter for a digit stands at `at`, with its measure word (3l件)."""
    damaged = DAMAGED_NUMBER.match(text, at)
    return damaged is not None and UNIT.match(text, damaged.end()) is not None


class Written(NamedTuple):
    """What stands after a number: how it is written, how it changes the value, and what base units it may mean."""

    end: int
    written: str = ""
    kind: str = ""  # share, tenths, points, times, time, unit; '' where there is none
    factor: Decimal = Decimal(1)
    plus: Decimal = Decimal(0)
    more: bool = False


NO_UNIT = Written(-1)


def find_unit(text: str, end: int, number: Number) -> Written:
    """The unit or measure word that stands at `end`, after a number."""
    found = UNIT.match(text, end)
    if not found:
        if text[end : end + 1] == "两" and text[end + 1 : end + 2] not in ("年", "个"):
            return Written(end + 1, "两", "unit")
        return Written(end + 1, "", "", more=True) if _is_more(text, end, number) else NO_UNIT
    more = bool(found["more"]) and (found["more"] != "几" or text[end - 1] in MULTIPLIER_CHARACTERS)
    half = Decimal("0.5") if found["and_half"] else Decimal(0)
    stop = found.end()
    coins = _coins(found, text)
    if coins:
        return coins
    if found["share"]:
        return Written(stop, found["share"], "share", _SHARES[found["share"]], more=more)
    if found["points"]:
        return Written(stop, found["points"], "points", more=more)
    if found["tenths"]:
        if text[stop : stop + 1] in _TENTHS_NOT_BEFORE or (
            number.value > 10 and number.as_written != 100 and found["tenths"] == "成"
        ):
            return NO_UNIT
        return _tenths(found, number)
    if found["times"]:
        return Written(stop, found["times"], "times", plus=half, more=more)
    word = found["unit"]
    after = UNITS.not_before.get(word)
    if after and not found["bracket"] and not found["per"] and text.startswith(after, found.end("unit")):
        return Written(end + 1, "", "", more=True) if _is_more(text, end, number) else NO_UNIT
    if word in ("个半月", "个多月"):
        return Written(stop, "个月", "time", plus=Decimal("0.5") if word == "个半月" else Decimal(0), more=word == "个多月")
    parts = _clock_parts(word, text, stop)
    if parts:
        return parts
    kind = "time" if word in UNITS.time and word not in UNITS.readings else "unit"
    written = word + (found["bracket"] or "") + (found["per"] or "")
    return Written(stop, written, kind, plus=half, more=more)


def _coins(found: re.Match[str], text: str) -> Written | None:
    """角 and 分 after 元 (五元三角)."""
    coins = _COINS.match(text, found.end()) if found["unit"] in ("元", "块") and not found["more"] else None
    if not coins:
        return None
    tenths, cents = read_number(coins[1]), read_number(coins[2] or "零")
    return Written(coins.end(), "元", "unit", plus=tenths.value / 10 + cents.value / 100) if tenths and cents else None


def _clock_parts(word: str, text: str, stop: int) -> Written | None:
    """The minutes of 2小时30分 and the seconds of 1分30秒, as parts of the greater unit."""
    if word not in ("小时", "个小时", "h", "分", "分钟"):
        return None
    smaller = (_SECONDS if word[0] == "分" else _MINUTES).match(text, stop)
    number = read_number(smaller[1]) if smaller else None
    if smaller is None or number is None or number.value >= 60:
        return None
    return Written(smaller.end(), "分钟" if word == "分" else word, "time", plus=round(number.value / 60, 6))


def _is_more(text: str, end: int, number: Number) -> bool:
    """A closing 余 or 多 without a unit (八十余)."""
    return (
        text[end : end + 1] in ("余", "多", "几")
        and (text[end - 1] in MULTIPLIER_CHARACTERS or text[end - 1].isdigit())
        and bool(number)
    )


def _tenths(found: re.Match[str], number: Number) -> Written:
    """四成五, 两成多, 八五折: in percent."""
    half = found["half"]
    plus = Decimal(0)
    if half:
        plus = Decimal("0.5") if half == "半" else Decimal(DIGITS[half]) / 10
    by = Decimal(10)
    if found["tenths"] == "折" and number.value > 10:  # 八五折 is 8.5 tenths
        by = Decimal(1)
    return Written(found.end(), found["tenths"], "tenths", by, plus, bool(found["more"] or found["rest"]))


@lru_cache(maxsize=1024)
def base_unit(kind: str, written: str) -> tuple[str | None, tuple[UnitReading, ...]]:
    """The base unit where a unit of some kind allows one reading only, and all that it allows."""
    if kind in ("share", "tenths"):
        return "percent", UNITS.readings.get("%", ())
    if kind != "unit":
        return None, ()
    word = written
    for suffix in ("·年", ".年", "·a"):
        word = word.removesuffix(suffix)
    if "/" in word and word not in UNITS.readings:
        word = "/".join(UNITS.spellings.get(part, part) for part in word.split("/"))
    readings = UNITS.readings.get(word)
    if readings is None and word.endswith(")"):
        word = word[: word.index("(")]
        readings = UNITS.readings.get(word)
    if readings is None:
        readings = ()
    base = UNITS.certain.get(word) or (readings[0].unit if len(readings) == 1 and "/" in word else None)
    if base and "(" in written:
        base = None
    return base, readings
