"""Measured numbers: a number with its unit, qualifier and sign; ranges, percentages, shares and fractions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from yearbook.language.mention import Mention, Qualifier, UnitReading
from yearbook.language.numerals import CHINESE, DAMAGED, DIGIT_CHARACTERS, MORE, MULTIPLIER_CHARACTERS, Number, plain, read_number
from yearbook.language.qualifiers import qualifier_after, qualifier_before
from yearbook.language.vocabulary import load_units, load_words, trie_pattern

_UNITS = load_units()
_ENGLISH: dict[str, int] = load_words("numerals")["english"]
# 千 of 千瓦, 兆 of 兆瓦: part of the unit, not of the number
_PREFIXED = trie_pattern(word[1:] for word in _UNITS.words if word[0] in "千兆" and len(word) > 1)
_MULTIPLIER = rf"(?:[{''.join(m for m in MULTIPLIER_CHARACTERS if m not in '千兆百')}]|[千兆](?!{_PREFIXED})|百(?!分[^之]|姓))"
_NUMERAL = rf"(?:[{''.join(c for c in CHINESE if c not in MULTIPLIER_CHARACTERS)}]|{_MULTIPLIER})"
_DECIMALS = rf"点[{''.join(c for c in DIGIT_CHARACTERS if c not in '两俩')}]{{1,20}}"
_ARABIC = r"(?:(?:\d{1,3}(?:,\d{3}){1,9}(?!\d)|\d{1,3}(?: \d{3}){1,9}(?![\d.,%])|\d+)(?:\.\d+)?|\.\d+)"
_TAIL = rf"(?:[{MORE}]?{_MULTIPLIER}{{1,9}}(?:[零〇]?\d{{1,4}}(?![\d.:年月日])|{_NUMERAL}{{1,40}}(?:{_DECIMALS})?)?)"
# atomic: once read, a number is not read in another way, which keeps the time in proportion to the length
_WHOLE = rf"(?>(?:{_ARABIC}|几?{_NUMERAL}{{1,40}}(?:{_DECIMALS}{_MULTIPLIER}{{0,9}})?){_TAIL}{{0,9}})"
_LONGEST = 60  # characters: a longer run writes no number
_NUMBER = re.compile(_WHOLE)
_FRACTION = re.compile(rf"(?:(?P<whole>{_WHOLE})又)?(?P<below>{_WHOLE})分之(?P<sign>负|-)?(?P<above>{_WHOLE})(?P<thousand>[kK](?![A-Za-z]))?")
_SLASH = re.compile(r"(?:(\d+) )?(\d+)/(\d+)(?![\d/.A-Za-z])")
_DAMAGED = re.compile(rf"\d[\d{''.join(DAMAGED)}]*[{''.join(DAMAGED)}][\d{''.join(DAMAGED)}]*")
_MAGNITUDE = re.compile(rf" ?({trie_pattern(_ENGLISH)})\b")
_SIGNS_OF_MONEY = {"¥": "元", "￥": "元", "$": "美元", "€": "欧元"}
_WORD_OR_POINT = re.compile(r"[\w.]")
_THOUSANDS = re.compile(r"[kK](?![A-Za-z])")
_LEAST_WHOLE = re.compile(r"[十百千万亿]+")
_NOT_SEVERAL_AFTER = frozenset("总人个件次份户台车辆条项半多少基指系倍岁函参位双单分实整无度页票家员天字序常")

_PLAIN = [word for word in (*_UNITS.words, *_UNITS.time) if "/" not in word and "(" not in word]
_LATIN = [word for word in _PLAIN if word[0].isascii()]
_HAN = [word for word in _PLAIN if not word[0].isascii()]
_SHARES = {"percent": Decimal(1), "per cent": Decimal(1), "%": Decimal(1), "‰": Decimal("0.1"), "成": Decimal(10), "折": Decimal(10)}
_UNIT = re.compile(
    rf" ?(?P<more>[余多几]?)(?:(?P<share>%|‰|per ?cent\b)|(?P<points>个?百分点)|(?P<tenths>成|折)(?P<half>半|[一二三四五六七八九](?![十百千万]))?(?P<rest>多)?|"
    rf"(?P<times>倍|番)|(?P<unit>{trie_pattern(_HAN)}|(?:{trie_pattern(_LATIN)})(?![A-Za-z0-9]))"
    rf"(?P<bracket>\((?:{trie_pattern(w for w in _HAN if len(w) < 3)})\))?"
    rf"(?P<per>[/每](?:{trie_pattern([*_HAN, *_LATIN])})(?![A-Za-z])(?:·年|\.年|·a)?)?)(?P<and_half>半(?![年数天日径]))?"
)
_COINS = re.compile(rf"({_WHOLE})[角毛](?:({_WHOLE})分)?")
_TENTHS_NOT_BEFORE = frozenset("立为员功本果交都效品分就熟长年绩份套因旧算叠合腾磨射扣型人了")
_RANGE = re.compile(r" ?(?:-{1,2}|~|至|到) ?")
_NOT_A_RANGE_AFTER = re.compile(r"(?:由|从)(?:约|原来的|之前的|过去的|上年的|去年的)?$")


@dataclass(frozen=True, slots=True)
class _Unit:
    """What stands after a number: how it is written, how it changes the value, and what base units it may mean."""

    end: int
    written: str = ""
    kind: str = ""  # share, tenths, points, times, time, unit; '' where there is none
    factor: Decimal = Decimal(1)
    plus: Decimal = Decimal(0)
    more: bool = False


_NONE = _Unit(-1)


def find_quantity(text: str, at: int, floor: int) -> Mention | None:
    """The measured number that begins at `at`; its sign or 上 may stand before it, but not before `floor`.

    None where the characters make no number or the number stands in the middle of a word.
    """
    if text.startswith("一半", at):
        half = Mention(0, 0, at, at + 2, "", "quantity", Decimal(50), None, "exact", "0.5", "", _UNITS.readings["%"], "percent")
        return _qualify(text, half, floor)
    if text[at - 1 : at] == "." and at > floor and not _WORD_OR_POINT.match(text[at - 2 : at - 1]):
        at -= 1  # .5
    fraction = _find_fraction(text, at)
    if fraction:
        return _qualify(text, fraction, floor)
    read = _read(text, at)
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


def _after_money_sign(text: str, at: int, number: Number, end: int, unit: _Unit) -> tuple[Number, int, _Unit]:
    """¥300 has its unit before it; a comma in ¥20,300元 then separates two sums, for the second has its own unit."""
    if unit.kind:
        comma = text.find(",", at, end)
        if comma < 0:
            return number, end, unit
        number, end = read_number(text[at:comma]) or number, comma
    sign = _SIGNS_OF_MONEY[text[at - 1]]
    return number, end, _Unit(end, sign, "unit", more=unit.more)


def _read(text: str, at: int) -> tuple[Number, int] | None:
    """The number at `at` and where it ends: digits with damage mended, English magnitudes, Chinese numerals."""
    damaged = _DAMAGED.match(text, at)
    if damaged and _UNIT.match(text, damaged.end()):
        digits = "".join(str(DAMAGED.get(character, character)) for character in damaged[0])
        return Number(Decimal(digits), Decimal(digits)), damaged.end()
    found = _NUMBER.match(text, at)
    if not found or found.end() - at > _LONGEST:
        return None
    end = found.end()
    if text[end - 1] == "两" and end - at > 1 and not _UNIT.match(text, end):
        end -= 1  # the weight: 三千两百两
    number = read_number(text[at:end])
    if number is None:
        return _read_shorter(text, at, end)
    if text[end - 1].isdigit():
        magnitude = _MAGNITUDE.match(text, end)
        if magnitude:
            return Number(number.value * _ENGLISH[magnitude[1]], number.as_written, magnitude[1], number.more), magnitude.end()
        if _THOUSANDS.match(text, end):
            return Number(number.value * 1000, number.as_written, "k"), end + 1
    return number, end


def _read_shorter(text: str, at: int, end: int) -> tuple[Number, int] | None:
    """The longest beginning that makes a number, where the whole run of numerals makes none (两 as a weight: 三千两百两)."""
    for stop in range(end - 1, max(at, end - 4), -1):
        if text[stop - 1].isdigit() and text[stop].isdigit():
            return None
        number = read_number(text[at:stop])
        if number is not None:
            return number, stop
    return None


def find_unit(text: str, end: int, number: Number) -> _Unit:
    """The unit or measure word that stands at `end`, after a number."""
    found = _UNIT.match(text, end)
    if not found:
        if text[end : end + 1] == "两":
            return _Unit(end + 1, "两", "unit")
        return _Unit(end + 1, "", "", more=True) if _is_more(text, end, number) else _NONE
    more = bool(found["more"]) and (found["more"] != "几" or text[end - 1] in MULTIPLIER_CHARACTERS)
    half = Decimal("0.5") if found["and_half"] else Decimal(0)
    stop = found.end()
    if found["unit"] in ("元", "块") and not more:
        coins = _COINS.match(text, stop)
        if coins:
            tenths, cents = read_number(coins[1]), read_number(coins[2] or "零")
            if tenths and cents:
                return _Unit(coins.end(), "元", "unit", plus=tenths.value / 10 + cents.value / 100)
    if found["share"]:
        return _Unit(stop, found["share"], "share", _SHARES[found["share"]], more=more)
    if found["points"]:
        return _Unit(stop, found["points"], "points", more=more)
    if found["tenths"]:
        if text[stop : stop + 1] in _TENTHS_NOT_BEFORE or (number.value > 10 and not number.as_written == 100 and found["tenths"] == "成"):
            return _NONE
        return _tenths(found, number)
    if found["times"]:
        return _Unit(stop, found["times"], "times", plus=half, more=more)
    word = found["unit"]
    after = _UNITS.not_before.get(word)
    if after and not found["bracket"] and not found["per"] and text.startswith(after, found.end("unit")):
        return _Unit(end + 1, "", "", more=True) if _is_more(text, end, number) else _NONE
    if word in ("个半月", "个多月"):
        return _Unit(stop, "个月", "time", plus=Decimal("0.5") if word == "个半月" else Decimal(0), more=word == "个多月")
    kind = "time" if word in _UNITS.time and word not in _UNITS.readings else "unit"
    written = word + (found["bracket"] or "") + (found["per"] or "")
    return _Unit(stop, written, kind, plus=half, more=more)


def find_damaged(text: str, at: int) -> bool:
    """A number with a letter for a digit stands at `at`, with its measure word (3l件)."""
    damaged = _DAMAGED.match(text, at)
    return bool(damaged) and bool(_UNIT.match(text, damaged.end()))  # type: ignore[union-attr]


def _is_more(text: str, end: int, number: Number) -> bool:
    """A closing 余 or 多 without a unit (八十余)."""
    return text[end : end + 1] in ("余", "多", "几") and (text[end - 1] in MULTIPLIER_CHARACTERS or text[end - 1].isdigit()) and bool(number)


def _tenths(found: re.Match[str], number: Number) -> _Unit:
    half = found["half"]
    plus = Decimal(0)
    if half:
        plus = Decimal("0.5") if half == "半" else Decimal(DIGIT_VALUE[half]) / 10
    by = Decimal(10)
    if found["tenths"] == "折" and number.value > 10:  # 八五折 is 8.5 tenths
        by = Decimal(1)
    return _Unit(found.end(), found["tenths"], "tenths", by, plus, bool(found["more"] or found["rest"]))


DIGIT_VALUE = {character: index for index, character in enumerate("零一二三四五六七八九")}


def _find_fraction(text: str, at: int) -> Mention | None:
    found = _FRACTION.match(text, at)
    if found and found.end() - at < 2 * _LONGEST:
        below, above = read_number(found["below"]), read_number(found["above"])
        if found["below"] in ("百", "千", "万", "佰", "仟", "百万", "千万", "万万", "百万万") or below is None:
            below = read_number("一" + found["below"])
        whole = read_number(found["whole"]) if found["whole"] else None
        if below is None or above is None or not below.value:
            return None
        factor = (1000 if found["thousand"] else 1) * (-1 if found["sign"] else 1)
        above = Number(above.value * factor, above.as_written * factor, above.scale, above.more)
        return _share(text, at, found.end(), above, below, whole)
    slash = _SLASH.match(text, at)
    if slash and slash.end() - at < _LONGEST and int(slash[3]) and not _is_joined(text, at, slash.end()):
        above, below = read_number(slash[2]), read_number(slash[3])
        whole = read_number(slash[1]) if slash[1] else None
        if above and below:
            return _share(text, at, slash.end(), above, below, whole)
    return None


def _is_joined(text: str, at: int, end: int) -> bool:
    """A fraction stands alone: nothing that makes it a date, a code or a ratio of units stands beside it."""
    if text[at - 1 : at] == "-" and text[at - 2 : at - 1].isalnum():
        return True
    return text[at - 1 : at] in ("/", ".") or text[end : end + 1] in ("-", "/", "号")


def _share(text: str, at: int, end: int, above: Number, below: Number, whole: Number | None) -> Mention:
    part = above.value / below.value
    if whole:
        written = _round(whole.value + part, 10)
        return _bare(text, at, end, written, written, "", above.more)
    percent = _round(part * 100, 6)
    if below.value == 100 and text[at] in "百佰":
        written, unit = above.value, "%"
    else:
        written, unit = _round(part, 10), ""
    mention = _bare(text, at, end, percent, written, unit, above.more)
    mention.unit, mention.readings = "percent", _UNITS.readings.get("%", ())
    return mention


def _round(value: Decimal, places: int) -> Decimal:
    return round(value, places) if abs(value) < 10**12 else value


def _bare(text: str, at: int, end: int, value: Decimal, written: Decimal, unit: str, more: bool) -> Mention:
    negative = at > 0 and text[at - 1] in "-负"
    if negative:
        at, value, written = at - 1, -value, -written
    return Mention(
        0, 0, at, end, "", "quantity", _tidy(value), None, "more_than" if more else "exact", plain(written), unit, signed=negative
    )


def _mention(text: str, at: int, end: int, number: Number, unit: _Unit, floor: int) -> Mention:
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
    base, readings = _base_unit(unit)
    return Mention(
        0,
        0,
        at - len(sign),
        stop,
        "",
        "quantity",
        _tidy(value),
        None if value_max is None else _tidy(value_max),
        qualifier,
        plain(written),
        f"{number.scale} {unit.written}".strip() if number.scale.isascii() and number.scale else number.scale + unit.written,
        readings,
        base,
        sign in ("-", "+", "负"),
    )


def _base_unit(unit: _Unit) -> tuple[str | None, tuple[UnitReading, ...]]:
    if unit.kind in ("share", "tenths"):
        return "percent", _UNITS.readings.get("%", ())
    if unit.kind != "unit":
        return None, ()
    word = unit.written
    for suffix in ("·年", ".年", "·a"):
        word = word.removesuffix(suffix)
    readings = _UNITS.readings.get(word)
    if readings is None and word.endswith(")"):
        word = word[: word.index("(")]
        readings = _UNITS.readings.get(word)
    if readings is None:
        readings = ()
    base = _UNITS.certain.get(word) or (readings[0].unit if len(readings) == 1 and "/" in word else None)
    if base and "(" in unit.written:
        base = None
    return base, readings


def _sign_of(text: str, at: int, floor: int, unit: _Unit) -> str:
    """A minus or plus that belongs to the number (not a dash between numbers), 负, or the 上 of 上百."""
    if at <= floor:
        return ""
    sign, before = text[at - 1], text[at - 2 : at - 1] if at - 2 >= floor else ""
    if sign in "-+":
        if before in "" or before in "\n|(,;:、 =~":
            return sign
        if unit.kind == "share" and not (before.isalnum() and before.isascii()) and before not in "-+%":
            return sign
        return ""
    if sign == "负" and before not in tuple("正肩担抱胜自欺"):
        return "负"
    if sign == "数" and _LEAST_WHOLE.match(text, at) and before not in _NOT_SEVERAL_AFTER:
        return sign
    if sign in "上成" and _LEAST_WHOLE.match(text, at) and before not in tuple("以网线马会路基路海早晚加向"):
        return sign
    return ""


def _find_range(text: str, at: int, floor: int, number: Number, end: int, unit: _Unit) -> Mention | None:
    first_end = unit.end if unit.end > 0 else end
    joint = _RANGE.match(text, first_end)
    if not joint or (unit.kind == "time" and not text[joint.end() : joint.end() + 1].isdigit()) or number.value_max is not None:
        return None
    second = _read(text, joint.end())
    if not second:
        return None
    other, stop = second
    other_unit = find_unit(text, stop, other)
    if unit.kind and not other_unit.kind:
        return None
    if unit.kind and (unit.kind, unit.written) != (other_unit.kind, other_unit.written):
        return None
    if not unit.kind and not other_unit.kind and joint[0].strip() in ("至", "到") and text[at] in CHINESE:
        pass
    if _NOT_A_RANGE_AFTER.search(text, max(floor, at - 6), at):
        return None
    scale = other.value / other.as_written if other.scale and other.as_written and not number.scale else Decimal(1)
    least = (number.value * scale + unit.plus) * other_unit.factor
    most = (other.value + other_unit.plus) * other_unit.factor
    if least >= most:
        return None
    base, readings = _base_unit(other_unit)
    mention = _mention(text, at, end, number, _NONE, floor)
    mention.until = other_unit.end if other_unit.end > 0 else stop
    if mention.signed and mention.value is not None and mention.value < 0:
        least = -least
    mention.value, mention.value_max, mention.qualifier = _tidy(least), _tidy(most), "range"
    mention.value_as_written = f"{plain(number.as_written)}-{plain(other.as_written)}"
    mention.unit_as_written = other.scale + other_unit.written
    mention.unit, mention.readings = base, readings
    return mention


def _qualify(text: str, mention: Mention, floor: int) -> Mention:
    """Set the qualifier that stands before or after, unless the number itself has said it (余, 多, a range)."""
    if mention.qualifier != "exact":
        return mention
    found = qualifier_before(text, mention.at, floor) or qualifier_after(text, mention.until, mention.unit_as_written in _UNITS.time)
    if found:
        mention.qualifier = found
    return mention


def _tidy(value: Decimal) -> Decimal:
    """The same value without exponent and closing zeros."""
    return Decimal(plain(value))
