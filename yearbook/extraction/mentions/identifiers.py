"""Numbers that identify and count nothing: document and phone numbers, addresses, standards, codes, rooms, names with digits.

Sources: GB/T 9704-2012, 7.2.5 (document numbers, 湘管发〔2020〕3号); 电信网编号计划 (2017): area codes of three or four digits
beginning with 0, mobiles of eleven digits from 13 to 19, lines 400 and 800, short codes 1XX to 1XXXX and 95XXX;
GB 32100-2015 (unified social credit identifiers). The words stand in data/catalogue/language/identifiers.yaml.
"""

from __future__ import annotations

import re
from string import ascii_letters, ascii_uppercase

from yearbook.catalogue.vocabulary import load_words, trie_pattern
from yearbook.extraction.mentions.distant_units import CURRENCY_CODES
from yearbook.extraction.mentions.mention import Mention, Role
from yearbook.extraction.mentions.numerals import read_number
from yearbook.extraction.mentions.units import find_damaged, find_unit


def make_non_figure(at: int, until: int, role: Role, reason: str) -> Mention:
    """A mention that is no figure, with the reason why."""
    return Mention(at, until, role, reason=reason)


def end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where the match of `pattern` at `at` ends; one character on where there is none."""
    found = pattern.match(text, at)
    return found.end() if found else at + 1


_WORDS = load_words("identifiers")
_SMALL = "一二三四五六七八九十"
_YEAR = r"(?:19|20)\d{2}"
_DIGITS = re.compile(r"\d+")
_LETTER = re.compile("[A-Za-z]")
_DECIMAL = re.compile(r"\d+(?:,\d{3}(?!\d)){0,9}(?:\.\d+)?")
_COUNTER = re.compile(r"\d[\d,]*")

# codes after a label, and runs of letters and digits
_CODE_BEFORE = re.compile(
    rf"(?:{trie_pattern(_WORDS['labels'])})(?: ?[:(\[]| ?[为是]| )?[\[:( ]{{0,3}}[A-Za-z0-9\u4e00-\u9fff]{{0,2}}[(\[]?$"
)
_CODE_CHARACTERS = re.compile(
    r"[A-Za-z0-9]{1,64}(?:[-_/.@· ]{1,2}[A-Za-z0-9]{1,64}){0,9}"
    r"(?: ?[(〔]\d+[)〕])?(?: ?号(?:-\d+)?)?"
)
_COUNTER_BEFORE = re.compile(rf"(?:{trie_pattern(_WORDS['counters'])})(?: ?[:(\[]| |量|数)* ?$")
_STANDARD_BEFORE = re.compile(rf"(?:{'|'.join(_WORDS['standards'])})[A-Z/]{{0,4}}[ -]?$")
_LABEL_ENDS = frozenset(_WORDS["label_ends"])
_STANDARD_ENDS = frozenset(" -/" + ascii_uppercase)
_STREETS = frozenset(_WORDS["streets"])
_TOKEN_BEGINNINGS = frozenset("/@_.=&?#-:" + ascii_letters)
_BEFORE_CODES = _LABEL_ENDS | _STANDARD_ENDS | _STREETS | _TOKEN_BEGINNINGS
_TOKEN = re.compile(r"[A-Za-z0-9]{1,64}(?:[-_/.@:=?&#%+]{1,3}[A-Za-z0-9]{1,64}){0,12}")
_ADDRESS = re.compile(
    rf"[\w./:@-]{{0,99}}?(?:https?://|www\.|@|\.(?:{'|'.join(_WORDS['address_endings'])}))[\w./:@?&=#%+-]{{0,200}}",
    re.IGNORECASE | re.ASCII,
)
_STREET_NUMBER = re.compile(r"\d{1,4} ?号")
_EXPONENT = re.compile(r"\d[\d,.]{0,40}[kK](?![A-Za-z])|\d[\d.]{0,40}[eE][+-]?\d")

# kinds that the digits themselves show
_DOCUMENT = re.compile(
    rf"{_YEAR}[)〕\]][㐀-鿿]\d{{0,4}}[㐀-鿿]{{1,4}}\d{{1,6}}号(?:之[一二三四五六])?|"
    rf"{_YEAR}[〕\]\)] ?(?:第)? ?(?:\d+|[〇零一二三四五六七八九十]+) ?号?"
)
_NUMBERED = re.compile(rf"\d{{1,5}} ?号(?:{'|'.join(_WORDS['numbered'])})")
_PHONE = re.compile(
    r"\(?0\d{2,3}\)?[- ]?\d{7,8}(?:-\d{1,5})?(?!\d)|"  # area code and number
    r"[48]00-?\d{3,4}-?\d{3,4}(?!\d)|"  # 400 and 800 lines
    r"1[3-9]\d{9}(?!\d)|"  # mobile
    r"\d{7,8}(?=[、,] ?\d{7,8}(?!\d))"  # several numbers in a row
)
_HOTLINE = re.compile(rf"1\d{{2,4}}(?=”?(?:{'|'.join(_WORDS['hotline_nouns'])}))")
_KNOWN_LINE = re.compile(rf"(?:{trie_pattern(str(line) for line in _WORDS['hotlines'])})(?!\d|[.,]\d)")
_RATIO = re.compile(r"\d{1,4}(?:\.\d+)?:\d{1,4}(?:\.\d+)?(?![\d:])")
_ROOM = re.compile(rf"\d{{3,4}}(?:{'|'.join(_WORDS['rooms'])})(?!内|外)")
_HOUSE = re.compile(
    rf"[A-Za-z]?\d{{1,5}}(?:[-、至]\d{{1,5}}){{0,6}} ?(?:{trie_pattern(_WORDS['places'])})|"
    rf"[{_SMALL}]{{1,3}}(?:{'|'.join(_WORDS['places_in_words'])})"
)
_FLOOR = re.compile(rf"(?:\d{{1,2}}|[{_SMALL}]{{1,3}})(?:层(?={trie_pattern(_WORDS['floors'])})|楼(?![宇房栋]))")
_BUILDING = re.compile(rf"(?:(?<=[{_WORDS['grounds']}])|(?<=[A-Za-z]))\d{{1,3}}[栋幢座](?![楼房位])|\d{{1,3}}[栋幢座](?=\d)")
_FORM = re.compile(r"(?:0\d|(?<=[开决算])[ \d]\d?) ?表(?![示明彰决达])")  # 公开07表
_FORMULA = re.compile(r"\d{1,2}(?:\+(?:\d{1,2}|[NnXx])){1,5}(?=[”’个模专工体建方新机行])(?!个?百分)")  # “2+5”, 1+3+N模式
_GENERATION = re.compile(r"[2-6]G(?![A-Za-z])|[1-9]D(?![A-Za-z])|[2345]A级?")  # 5G, 3D, 4A级
_KINDS: tuple[tuple[re.Pattern[str], Role, str], ...] = (
    (_DOCUMENT, "document_number", "document number"),
    (_PHONE, "document_number", "phone"),
    (_NUMBERED, "document_number", "document number"),
    (_HOTLINE, "name", "hotline"),
    (_KNOWN_LINE, "name", "hotline"),
    (_RATIO, "name", "ratio"),
    (_ROOM, "name", "number of a place"),
    (_HOUSE, "name", "number of a place"),
    (_FLOOR, "name", "number of a place"),
    (_BUILDING, "name", "number of a place"),
    (_FORM, "name", "number of a form"),
    (_FORMULA, "name", "name with a digit"),
    (_GENERATION, "name", "name with a digit"),
)
_ANY_KIND = re.compile("|".join(pattern.pattern for pattern, _, _ in _KINDS))
_PLATE = re.compile(r"[\u4e00-\u9fff][A-Z][·.]?[A-Z0-9*]{0,5}$")  # GA 36-2018
_PLATE_CHARACTERS = re.compile(r"[A-Z0-9*]{1,7}")
_PLATE_MARKS = frozenset("·.*")
_LONG = re.compile(r"\d{9,}(?:[-/]\d+){0,4}[A-Za-z]?")
_SLASHED = re.compile(r"\d{4,}[-/]\d{4,}(?:[-/]\d+){0,4}|0\d{3,}(?:[-/]\d+){0,4}")
_DOTTED = re.compile(r"\d+(?=\.\d+\.\d)|(?<=\d\.)\d+")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,3}){2,6}(?![\d%])|(?<![^\n])\d{1,2}\.\d{1,2}(?= ?[㐀-鿿])")


def find_code(text: str, at: int, floor: int) -> Mention | None:
    """A number after the label of a code, or digits that go on from Latin letters; `at` is the first digit."""
    before = text[at - 1] if at > floor else ""
    if before not in _BEFORE_CODES:
        return None
    digit = text[at].isdigit()
    if before in _LABEL_ENDS:
        if _COUNTER_BEFORE.search(text, max(floor, at - 12), at):
            return make_non_figure(at, end_of(_COUNTER, text, at), "name", "counter of a page")
        if digit and _CODE_BEFORE.search(text, max(floor, at - 18), at):
            found = _CODE_CHARACTERS.match(text, at)
            if found and (found.end() - at > 2) and not is_measured(text, at):
                return make_non_figure(at, found.end(), "document_number", "number after its label")
    if before in _STANDARD_ENDS and digit and _STANDARD_BEFORE.search(text, max(0, at - 12), at):
        return make_non_figure(at, end_of(_CODE_CHARACTERS, text, at), "document_number", "standard")
    street = _STREET_NUMBER.match(text, at) if before in _STREETS else None
    if street:
        return make_non_figure(at, street.end(), "name", "number of a house")
    return _find_token(text, at, floor) if digit and before in _TOKEN_BEGINNINGS else None


def _find_token(text: str, at: int, floor: int) -> Mention | None:
    """Digits that go on from Latin letters: H1N1, GB/T 29149-2012, HNPR-2022-26003, www.x.cn/2020."""
    start = at
    while start > floor and ((text[start - 1].isascii() and text[start - 1].isalnum()) or text[start - 1] in "/@_.=&?#-:+%"):
        start -= 1
    while start < at and not text[start].isalnum():
        start += 1
    head = text[start:at]
    if not any(character.isalpha() for character in head) or head.rstrip("$") in CURRENCY_CODES:
        return None
    if head[-1] in ".:" and len(head) > 1 and head[-2].isalpha() and not _ADDRESS.match(text, start):
        return None
    found = _TOKEN.match(text, start)
    end = max(found.end() if found else at, end_of(_DIGITS, text, at))
    address = _ADDRESS.match(text, start)
    if address:
        return make_non_figure(start, max(address.end(), end), "name", "address")
    if head.isalpha() and len(head) > 2 and is_measured(text, at):
        return None
    return _make_code(text, start, end, standard=_STANDARD_BEFORE.search(head) is not None)


def _make_code(text: str, start: int, end: int, *, standard: bool = False) -> Mention:
    """Letters with digits: a document number from four digits on, else part of a name."""
    digits = sum(character.isdigit() for character in text[start:end])
    return make_non_figure(start, end, "document_number" if digits > 3 or standard else "name", "code with letters")


def find_number_of_something(text: str, at: int, floor: int) -> Mention | None:
    """Digits that are a document number, a phone, a long code, a house or a line; `at` is the first digit."""
    if not text[at].isdigit():
        floor_in_words = _FLOOR.match(text, at)
        return make_non_figure(at, floor_in_words.end(), "name", "number of a place") if floor_in_words else None
    if text[at - 1 : at] in _PLATE_MARKS and _PLATE.search(text, max(floor, at - 8), at):
        return make_non_figure(at, end_of(_PLATE_CHARACTERS, text, at), "document_number", "number of a plate")
    opens_line = at == 0 or text[at - 1] in "\n |"
    dotted = _DOTTED.match(text, at)
    if dotted and not (opens_line and _SECTION.match(text, at)):
        return make_non_figure(at, dotted.end(), "name", "part of a dotted number")
    kind = _find_kind(text, at, floor) if _ANY_KIND.match(text, at) else None
    if kind:
        return kind
    for pattern in (_LONG, _SLASHED) if text[at : at + 4].isdigit() else ():
        found = pattern.match(text, at)
        if found and text[found.end() : found.end() + 1] not in (".", ",", "%") and not is_measured(text, at):
            token = _CODE_CHARACTERS.match(text, at)
            return make_non_figure(at, max(found.end(), token.end() if token else 0), "document_number", "long number")
    mixed = _TOKEN.match(text, at)
    if mixed and _LETTER.search(mixed[0]) and not find_damaged(text, at) and not is_measured(text, at):
        exponent = "%" in mixed[0] or _EXPONENT.match(text, at)
        return None if exponent else _make_code(text, at, mixed.end())
    section = _SECTION.match(text, at) if opens_line else None
    if section and not is_measured(text, at):
        return make_non_figure(at, section.end(), "heading", "number of a section")
    return None


def _find_kind(text: str, at: int, floor: int) -> Mention | None:
    """The first kind of number that fits."""
    for pattern, role, reason in _KINDS:
        found = pattern.match(text, at)
        if not found:
            continue
        if pattern is _DOCUMENT:
            if at == floor or text[at - 1] not in "〔[(":
                continue
            return make_non_figure(at - 1, found.end(), role, reason)
        if pattern is _KNOWN_LINE and is_measured(text, at):
            continue
        if pattern is _HOUSE and _is_day_or_count(text, found):
            continue
        return make_non_figure(at, found.end(), role, reason)
    return None


def _is_day_or_count(text: str, found: re.Match[str]) -> bool:
    """31号 may be a day of a month; 5室内 is no room."""
    number = found[0][:-1]
    if found[0].endswith("号") and len(found[0]) < 4 and number.isdigit() and int(number) < 32:
        return True
    return found[0].endswith("室") and text.startswith(("内", "外"), found.end())


def is_measured(text: str, at: int) -> bool:
    """Whether the digits at `at` have a unit or a multiplier behind them."""
    digits = _DECIMAL.match(text, at)
    number = read_number(digits[0]) if digits else None
    if digits is None or number is None:
        return False
    end = digits.end()
    if text[end : end + 1] in ("万", "亿", "千", "百"):
        return True
    return text.startswith((" billion", " million", " thousand"), end) or find_unit(text, end, number).end > 0
