"""Numbers that identify: document and index numbers, phones, addresses, standards, houses, names with digits."""

from __future__ import annotations

import re
from string import ascii_letters, ascii_uppercase

from yearbook.extraction.mentions.mention import Mention, Role
from yearbook.extraction.mentions.numbers import find_damaged
from yearbook.extraction.mentions.numerals import read_number
from yearbook.extraction.mentions.units import find_unit
from yearbook.extraction.mentions.vocabulary import load_words, trie_pattern


def no_figure(at: int, until: int, role: Role, reason: str) -> Mention:
    """A mention that is no figure, with the reason why."""
    return Mention(0, 0, at, until, "", role, reason=reason)


def end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where the match of `pattern` at `at` ends; one character on where there is none."""
    found = pattern.match(text, at)
    return found.end() if found else at + 1


_WORDS = load_words("ordinals")
_SMALL = "一二三四五六七八九十"
_DIGITS = re.compile(r"\d+")
_LETTER = re.compile("[A-Za-z]")
_DECIMAL = re.compile(r"\d[\d,]{0,40}(?:\.\d+)?")
_EXPONENT = re.compile(r"\d[\d,.]{0,40}[kK](?![A-Za-z])|\d[\d.]{0,40}[eE]-?\d")
_DOTTED = re.compile(r"\d+(?=\.\d+\.\d)|(?<=\d\.)\d+")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,3}){2,6}(?![\d%])|(?<![^\n])\d{1,2}\.\d{1,2}(?= ?[㐀-鿿])")
_YEAR_IN_BRACKETS = re.compile(
    r"(?:19|20)\d{2}[)〕\]][㐀-鿿]\d{0,4}[㐀-鿿]{1,4}\d{1,6}号(?:之[一二三四五六])?|"
    r"(?:19|20)\d{2}[〕\]\)] ?(?:第)? ?(?:\d+|[〇零一二三四五六七八九十]+) ?号?"
)
_NUMBERED = re.compile(r"\d{1,5} ?号(?:文|令|公告|通知|决定)")
_CODE_BEFORE = re.compile(
    rf"(?:{trie_pattern(_WORDS['codes'])})(?: ?[:(\[]| ?[为是]| )?[\[:( ]{{0,3}}[A-Za-z0-9\u4e00-\u9fff]{{0,2}}[(\[]?$"
)
_CODE_CHARACTERS = re.compile(
    r"[A-Za-z0-9]{1,64}(?:[-_/.@· ]{1,2}[A-Za-z0-9]{1,64}){0,9}"
    r"(?: ?[(〔]\d+[)〕])?(?: ?号(?:-\d+)?)?"
)
_COUNTER_BEFORE = re.compile(rf"(?:{trie_pattern(_WORDS['counters'])})(?: ?[:(\[]| |量|数)* ?$")
_LABEL_ENDS = frozenset(":：]号码备话真编机箱Q[(本 为线打")
_MODEL_ENDS = frozenset(" -/" + ascii_uppercase)
_STREETS = frozenset("路街巷道弄村园")
_TOKEN_BEGINNINGS = frozenset("/@_.=&?#-:" + ascii_letters)
_BEFORE_CODES = _LABEL_ENDS | _MODEL_ENDS | _STREETS | _TOKEN_BEGINNINGS
_COUNTER = re.compile(r"\d[\d,]*")
_TOKEN = re.compile(r"[A-Za-z0-9]{1,64}(?:[-_/.@:=?&#%+]{1,3}[A-Za-z0-9]{1,64}){0,12}")
_ADDRESS = re.compile(
    r"[\w./:@-]{0,99}?(?:https?://|www\.|@|\.(?:com|cn|gov|org|net|html?|pdf|docx?|xlsx?|jpg|png))[\w./:@?&=#%+-]{0,200}",
    re.IGNORECASE | re.ASCII,
)
_PHONE = re.compile(
    r"\(?0\d{2,3}\)?[- ]?\d{7,8}(?:-\d{1,5})?(?!\d)|[48]00-?\d{3,4}-?\d{3,4}(?!\d)|1[3-9]\d{9}(?!\d)|"
    r"\d{7,8}(?=[、,] ?\d{7,8}(?!\d))"
)
_LONG = re.compile(r"\d{9,}(?:[-/]\d+){0,4}[A-Za-z]?")
_SLASHED = re.compile(r"\d{4,}[-/]\d{4,}(?:[-/]\d+){0,4}|0\d{3,}(?:[-/]\d+){0,4}")
_HOTLINE = re.compile(r"1\d{2,4}(?=”?(?:热线|平台|电话|便民|网站|专线|政务|服务热线|投诉|举报|公务))")
_KNOWN_LINE = re.compile(rf"(?:{trie_pattern(str(line) for line in _WORDS['hotlines'])})(?!\d|[.,]\d)")
_RATIO = re.compile(r"\d{1,4}(?:\.\d+)?:\d{1,4}(?:\.\d+)?(?![\d:])")
_STREET = re.compile(r"(?<=[路街巷道弄村园])\d{1,4} ?号")
_ROOM = re.compile(r"\d{3,4}(?:会议室|办公室|教室|房间|包间|展厅|室)(?!内|外)")
_HOUSE = re.compile(
    rf"[A-Za-z]?\d{{1,5}}(?:[-、至]\d{{1,5}}){{0,6}} ?(?:{trie_pattern(_WORDS['places'])})|"
    rf"[{_SMALL}]{{1,3}}(?:号楼|号院|号线|单元)"
)
_GENERATION = re.compile(r"[2-6]G(?![A-Za-z])|[1-9]D(?![A-Za-z])|[2345]A级?")
_KINDS: tuple[tuple[re.Pattern[str], Role, str], ...] = (
    (_YEAR_IN_BRACKETS, "document_number", "document number"),
    (_PHONE, "document_number", "phone"),
    (_NUMBERED, "document_number", "document number"),
    (_HOTLINE, "name", "hotline"),
    (_KNOWN_LINE, "name", "hotline"),
    (_RATIO, "name", "ratio"),
    (_ROOM, "name", "number of a place"),
    (_HOUSE, "name", "number of a place"),
    (_GENERATION, "name", "name with a digit"),
)
_ANY_KIND = re.compile("|".join(pattern.pattern for pattern, _, _ in _KINDS))
_MODEL = re.compile(r"(?:IS|IEC|GB|DB|HJ|JGJ|CJ|SZ|QB|T|AQ|GA|NY|WS)[A-Z/]{0,4}[ -]?$")


def find_code(text: str, at: int, floor: int) -> Mention | None:
    """A number after the label that says it is a code, or digits that go on from Latin letters; `at` is the first digit."""
    before = text[at - 1] if at > floor else ""
    if before not in _BEFORE_CODES:
        return None
    if before in _LABEL_ENDS:
        counter = _COUNTER_BEFORE.search(text, max(floor, at - 12), at)
        if counter:
            return no_figure(at, end_of(_COUNTER, text, at), "name", "counter of a page")
        labelled = _CODE_BEFORE.search(text, max(floor, at - 18), at)
        if labelled and text[at].isdigit():
            found = _CODE_CHARACTERS.match(text, at)
            if found and (found.end() - at > 2) and not is_measured(text, at):
                return no_figure(at, found.end(), "document_number", "number after its label")
    if before in _MODEL_ENDS and text[at].isdigit() and _MODEL.search(text, max(0, at - 12), at):
        return no_figure(at, end_of(_CODE_CHARACTERS, text, at), "document_number", "standard")
    if before in _STREETS:
        street = _STREET.match(text, at)
        if street:
            return no_figure(at, street.end(), "name", "number of a house")
    if text[at].isdigit() and before in _TOKEN_BEGINNINGS:
        return _find_token(text, at, floor)
    return None


def _find_token(text: str, at: int, floor: int) -> Mention | None:
    """Digits that go on from Latin letters: H1N1, GB/T 29149-2012, HNPR-2022-26003, www.x.cn/2020."""
    start = at
    while start > floor and ((text[start - 1].isascii() and text[start - 1].isalnum()) or text[start - 1] in "/@_.=&?#-:+%"):
        start -= 1
    while start < at and not text[start].isalnum():
        start += 1
    head = text[start:at]
    if not any(character.isalpha() for character in head):
        return None
    if head[-1] in ".:" and len(head) > 1 and head[-2].isalpha() and not _ADDRESS.match(text, start):
        return None
    found = _TOKEN.match(text, start)
    end = max(found.end() if found else at, end_of(_DIGITS, text, at))
    address = _ADDRESS.match(text, start)
    if address:
        return no_figure(start, max(address.end(), end), "name", "address")
    if head.isalpha() and len(head) > 2 and is_measured(text, at):
        return None
    digits = sum(character.isdigit() for character in text[start:end])
    role: Role = "document_number" if digits > 3 or _MODEL.search(head) else "name"
    return no_figure(start, end, role, "code with letters")


def find_number_of_something(text: str, at: int, floor: int) -> Mention | None:
    """Digits that are a document number, a phone, a long code, a house or a line; `at` is the first digit."""
    if not text[at].isdigit():
        return None
    opens_line = at == 0 or text[at - 1] in "\n |"
    dotted = _DOTTED.match(text, at)
    if dotted and not (opens_line and _SECTION.match(text, at)):
        return no_figure(at, dotted.end(), "name", "part of a dotted number")
    kind = _find_kind(text, at, floor) if _ANY_KIND.match(text, at) else None
    if kind:
        return kind
    for pattern in (_LONG, _SLASHED) if text[at : at + 4].isdigit() else ():
        found = pattern.match(text, at)
        if found and text[found.end() : found.end() + 1] not in (".", ",", "%") and not is_measured(text, at):
            token = _CODE_CHARACTERS.match(text, at)
            return no_figure(at, max(found.end(), token.end() if token else 0), "document_number", "long number")
    mixed = _TOKEN.match(text, at)
    if mixed and _LETTER.search(mixed[0]) and not find_damaged(text, at) and not is_measured(text, at):
        if "%" in mixed[0] or _EXPONENT.match(text, at):
            return None
        digits = sum(character.isdigit() for character in mixed[0])
        return no_figure(at, mixed.end(), "document_number" if digits > 3 else "name", "code with letters")
    section = _SECTION.match(text, at) if opens_line else None
    if section and not is_measured(text, at):
        return no_figure(at, section.end(), "heading", "number of a section")
    return None


def _find_kind(text: str, at: int, floor: int) -> Mention | None:
    """The first kind of number that fits."""
    for pattern, role, reason in _KINDS:
        found = pattern.match(text, at)
        if not found:
            continue
        if pattern is _YEAR_IN_BRACKETS:
            if at == floor or text[at - 1] not in "〔[(":
                continue
            return no_figure(at - 1, found.end(), role, reason)
        if pattern is _KNOWN_LINE and is_measured(text, at):
            continue
        if pattern is _HOUSE and (
            found[0].endswith("号") and len(found[0]) < 4 and found[0][:-1].isdigit() and int(found[0][:-1]) < 32
        ):
            continue
        if pattern is _HOUSE and found[0].endswith("室") and text.startswith(("内", "外"), found.end()):
            continue
        return no_figure(at, found.end(), role, reason)
    return None


def is_measured(text: str, at: int) -> bool:
    """The digits at `at` have a unit after them."""
    digits = _DECIMAL.match(text, at)
    if not digits:
        return False
    number = read_number(digits[0])
    return bool(number) and (
        text[digits.end() : digits.end() + 1] in tuple("万亿千百")
        or (
            text[digits.end() : digits.end() + 1] == " " and text.startswith(("billion", "million", "thousand"), digits.end() + 1)
        )
        or find_unit(text, digits.end(), number).end > 0  # type: ignore[arg-type]
    )
