"""Units that do not stand right behind their number: in brackets beside it, behind the mark of a note, before it as a currency.

A measure word also changes its meaning with the words before its number (室温26度): see measures.yaml.
"""

from __future__ import annotations

import re
from decimal import Decimal

from yearbook.catalogue.vocabulary import load_words, trie_pattern
from yearbook.extraction.mentions.numerals import CIRCLED, MULTIPLIERS, Number
from yearbook.extraction.mentions.units import NO_UNIT, Written, find_unit

_WORDS = load_words("measures")
_SCALES = "".join(character for character in MULTIPLIERS if character in "百千万亿")
_BRACKETS_BEFORE = re.compile(rf"\((?:单位:)?([{_SCALES}]{{0,2}})([^()\n\d|]{{1,12}})\)[:为是达约共 ]{{0,2}}$")
_BRACKETS_BEHIND = re.compile(rf"\(([{_SCALES}]{{0,2}})([^()\n\d|]{{1,12}})\)")
_MAY_CLOSE = frozenset("):为是达约共 ")
_NOTE = re.compile(rf"\[\d{{1,2}}\]|[{CIRCLED}⁰¹²³⁴-⁹]{{1,2}}|[*※†‡#]{{1,3}}|\(注\d{{0,2}}\)")
_REACH = 24  # code points before a number in which its unit may stand in brackets
_NEAR = 8  # … in which a word may change what its measure word means
_OTHER_AFTER = {word: re.compile(rf"(?:{trie_pattern(before)})[^,。;、\d]*$") for word, before in _WORDS["other_after"].items()}
_YUAN, _OTHER = _WORDS["currencies"]["yuan"], _WORDS["currencies"]["other"]
SIGN_OF_YUAN = "¥"  # in a table it names the currency only: 万元 of its column still multiplies
CURRENCY_CODES = frozenset(word for word in (*_YUAN, *_OTHER) if word.isascii())
_CURRENCY = re.compile(rf"({trie_pattern([*_YUAN, *_OTHER])})[约近共计$¥￥]? ?$")
_WEIGHTS = frozenset(("吨", "千克", "公斤"))
CORRECTED = frozenset((*_OTHER_AFTER, *_WEIGHTS, "元", ""))  # words for units that the words before their number may correct
_COAL = re.compile(rf"(?:{trie_pattern(_WORDS['coal_equivalent'])})[约近共达为超计]{{0,2}} ?$")
_CURRENCY_ENDS = frozenset(word[-1] for word in (*_YUAN, *_OTHER)) | frozenset("约近共计$¥￥ ")


def find_distant_unit(text: str, at: int, end: int, number: Number, floor: int) -> tuple[Number, Written]:
    """The unit of a number that has none right behind it, and the number with the 万 or 亿 that stands beside that unit."""
    note = _NOTE.match(text, end)
    if note:
        unit = find_unit(text, note.end(), number)
        return number, unit._replace(end=end) if unit.kind in ("unit", "share") else NO_UNIT
    found = _BRACKETS_BEHIND.match(text, end)
    if not found and at > floor and text[at - 1] in _MAY_CLOSE and text.rfind(")", max(floor, at - 3), at) >= 0:
        found = _BRACKETS_BEFORE.search(text, max(0, at - _REACH), at)
    if not found:
        return number, NO_UNIT
    unit = find_unit(found[2], 0, number)
    if unit.kind not in ("unit", "share") or unit.end != len(found[2]):
        return number, NO_UNIT
    factor = Decimal(1)
    for scale in found[1]:
        factor *= MULTIPLIERS[scale]
    scaled = Number(number.value * factor, number.as_written, number.scale + found[1], number.more, number.value_max)
    return scaled, unit._replace(end=end)


def correct_unit(text: str, at: int, unit: Written, floor: int) -> Written:
    """The unit as the words before its number mean it: degrees of warmth are no kWh, Hong Kong dollars no
    yuan, tonnes of coal equivalent no tonnes of water.
    """
    meant = _OTHER_AFTER.get(unit.written)
    if meant and meant.search(text, max(floor, at - _NEAR), at):
        return unit._replace(kind="other")
    if unit.written in _WEIGHTS and _COAL.search(text, max(floor, at - _NEAR), at):
        return unit._replace(written=unit.written + "标准煤")
    if at > floor and unit.written in ("元", "") and text[at - 1] in _CURRENCY_ENDS:
        currency = _CURRENCY.search(text, max(floor, at - _NEAR), at)
        if currency and currency[1] in _YUAN:
            return unit if unit.written else Written(unit.end, "元", "unit", more=unit.more)
        if currency:
            return unit._replace(written=currency[1], kind="other")
    return unit
