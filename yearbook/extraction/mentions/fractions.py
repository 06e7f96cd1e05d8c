"""Shares and fractions: 五分之二, 百分之六十二, 2/5, as percents or as the numbers that they are."""

from __future__ import annotations

from decimal import Decimal

from yearbook.extraction.mentions.mention import Mention, format_decimal, normalize_decimal
from yearbook.extraction.mentions.numerals import FRACTION, LONGEST, SLASH, Number, read_number
from yearbook.extraction.mentions.units import UNITS


def find_fraction(text: str, at: int) -> Mention | None:
    """The share or fraction that begins at `at`."""
    found = FRACTION.match(text, at) if text.find("分之", at, at + 2 * LONGEST) >= 0 else None
    if found and found.end() - at < 2 * LONGEST:
        below, above = read_number(found["below"]), read_number(found["above"])
        if found["below"] in ("百", "千", "万", "佰", "仟", "百万", "千万", "万万", "百万万") or below is None:
            below = read_number("一" + found["below"])
        whole = read_number(found["whole"]) if found["whole"] else None
        if below is None or above is None or not below.value:
            return None
        factor = (1000 if found["thousand"] else 1) * (-1 if found["sign"] else 1)
        above = Number(above.value * factor, above.as_written * factor, above.scale, above.more)
        return make_share(text, at, found.end(), above, below, whole)
    slash = SLASH.match(text, at) if text.find("/", at, at + LONGEST) >= 0 else None
    if slash and slash.end() - at < LONGEST and int(slash[3]) and not _is_joined(text, at, slash.end()):
        above, below = read_number(slash[2]), read_number(slash[3])
        whole = read_number(slash[1]) if slash[1] else None
        if above and below:
            return make_share(text, at, slash.end(), above, below, whole)
    return None


def _is_joined(text: str, at: int, end: int) -> bool:
    """A fraction stands alone: nothing next to it makes it a date, a code or a ratio of units."""
    if text[at - 1 : at] == "-" and text[at - 2 : at - 1].isalnum():
        return True
    return text[at - 1 : at] in ("/", ".") or text[end : end + 1] in ("-", "/", "号")


def make_share(text: str, at: int, end: int, above: Number, below: Number, whole: Number | None) -> Mention:
    """`above` parts of `below`, in percent; with a `whole` before them (一又二分之一) a number."""
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
    mention.unit, mention.readings = "percent", UNITS.readings.get("%", ())
    return mention


def _round(value: Decimal, places: int) -> Decimal:
    return round(value, places) if abs(value) < 10**12 else value


def _bare(text: str, at: int, end: int, value: Decimal, written: Decimal, unit: str, more: bool) -> Mention:
    negative = at > 0 and text[at - 1] in "-负"
    if negative:
        at, value, written = at - 1, -value, -written
    return Mention(
        at,
        end,
        "quantity",
        normalize_decimal(value),
        qualifier="more_than" if more else "exact",
        value_as_written=format_decimal(written),
        unit_as_written=unit,
        signed=negative,
    )
