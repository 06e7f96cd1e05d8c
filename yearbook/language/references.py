"""Numbers that count nothing: heading marks, places in an order, references, document numbers, codes, page numbers."""

from __future__ import annotations

import re

from yearbook.language.mention import Mention, Role
from yearbook.language.numerals import CHINESE, read_number
from yearbook.language.numbers import find_damaged
from yearbook.language.units import find_unit
from yearbook.language.vocabulary import load_words, trie_pattern

_WORDS = load_words("ordinals")
_SMALL = "一二三四五六七八九十"

_NOT_LEADING_AFTER = frozenset(_WORDS["not_leading_after"])
_NOT_REFERENCE_AFTER = frozenset(_WORDS["not_reference_after"])
_DIGITS = re.compile(r"\d+")
_DECIMAL = re.compile(r"\d[\d,]{0,40}(?:\.\d+)?")
_EXPONENT = re.compile(r"\d[\d,.]{0,40}[kK](?![A-Za-z])|\d[\d.]{0,40}[eE]-?\d")
_PAGE_AFTER = re.compile(r"\d{1,4} ?页")
_PAGE_OF = re.compile(r"\d{1,3} ?/ ?\d{1,3}(?= *(?:\n|$))")
_HEADING_OPENERS = frozenset("\n。;:!? ”)》,|•●■◆▪")
_LISTED = re.compile(rf"[{_SMALL}]{{1,3}}、|\d{{1,2}}(?:[.)](?!\d)|、(?!\d))")
_LISTED_YEAR = re.compile(r"\d{1,2}\.(?=(?:19|20)\d{2} ?年)")
_FUSED = re.compile(r"\d{1,2}\.(?=[㐀-鿿《“])")
_BRACKETED = re.compile(rf"(?:[{_SMALL}]{{1,3}}|\d{{1,2}})\)")
_POINTS = re.compile(rf"[{_SMALL}]{{1,2}}(?:是|则|要|来)(?![{_SMALL}个家])")
_PART = re.compile(rf"第?(?:[{_SMALL}]{{1,3}}|\d{{1,3}}) ?(?:{trie_pattern(_WORDS['parts'])})(?!委|门|队|领导|署|长)")
_DOTTED = re.compile(r"\d+(?=\.\d+\.\d)|(?<=\d\.)\d+")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,3}){2,6}(?![\d%])|(?<![^\n])\d{1,2}\.\d{1,2}(?= ?[㐀-鿿])")

_PLACE_IN_ORDER = re.compile(
    rf" ?\(?(?:\d+(?:-\d+){{0,4}}|[{CHINESE}]+)\)?(?: ?(?:{trie_pattern(_WORDS['nouns'])}))?(?:之一|第?\((?:\d+|[{_SMALL}]+)\)项)?"
)
_LEADING = re.compile(
    rf"(?:\d{{1,3}}|[{_SMALL}百两]{{1,4}})(?:{trie_pattern(_WORDS['leading'])}(?!月|季|年|小时|工作|半|星期|学)|(?=[,。;、)”]|$|的))"
)
_RANK = re.compile(
    rf"(?:\d{{1,2}}|[{_SMALL}]{{1,2}})(?:(?:[、和及至到-](?:\d{{1,2}}|[{_SMALL}]{{1,2}})){{0,3}})(?:{trie_pattern(_WORDS['ranks'])})(?!别|家|间|指标|联动)"
)
_PHASE_AFTER = re.compile(rf"工程|项目|建设|改造|、[{_SMALL}]期")
_CONGRESS = re.compile(
    rf"(?:十[{_SMALL[:-1]}]?|二十[{_SMALL[:-1]}]?)大(?![件项类量家个户板]|[大]?型)|[{_SMALL}]{{1,3}}届|[{_SMALL[:-1]}]中(?=全会|、[{_SMALL}]|[及和][{_SMALL}]|,[{_SMALL}]中)"
)
_REFERENCE_BEFORE = re.compile(rf"(?:{trie_pattern(_WORDS['references'])}) ?(?:第)?[(〔]?$")
_ENGLISH_REFERENCE = re.compile(r"\b(?:No|Nos|Article|Articles|Chapter|Section|Table|Figure|Annex|Part|Item|Vol)\.? $")
_REFERENCE_LIST = re.compile(rf"(?:{trie_pattern(_WORDS['references'])}) ?[\d{_SMALL}]+(?:[、和至,-][\d{_SMALL}]+)*[、和至,-]$")
_REFERENCE = re.compile(rf"(?:\d{{1,3}}(?:[-.]\d{{1,3}}){{0,4}}|[{_SMALL}]{{1,3}})")

_YEAR_IN_BRACKETS = re.compile(
    r"(?:19|20)\d{2}[)〕\]][㐀-鿿]\d{0,4}[㐀-鿿]{1,4}\d{1,6}号(?:之[一二三四五六])?|(?:19|20)\d{2}[〕\]\)] ?(?:第)? ?(?:\d+|[〇零一二三四五六七八九十]+) ?号?"
)
_NUMBERED = re.compile(r"\d{1,5} ?号(?:文|令|公告|通知|决定)")
_CODE_BEFORE = re.compile(
    rf"(?:{trie_pattern(_WORDS['codes'])})(?: ?[:(\[]| ?[为是]| )?[\[:( ]{{0,3}}[A-Za-z0-9\u4e00-\u9fff]{{0,2}}[(\[]?$"
)
_CODE_CHARACTERS = re.compile(r"[A-Za-z0-9]{1,64}(?:[-_/.@· ]{1,2}[A-Za-z0-9]{1,64}){0,9}(?: ?[(〔]\d+[)〕])?(?: ?号(?:-\d+)?)?")
_COUNTER_BEFORE = re.compile(rf"(?:{trie_pattern(_WORDS['counters'])})(?: ?[:(\[]| |量|数)* ?$")
_COUNTER = re.compile(r"\d[\d,]*")
_TOKEN = re.compile(r"[A-Za-z0-9]{1,64}(?:[-_/.@:=?&#%+]{1,3}[A-Za-z0-9]{1,64}){0,12}")
_ADDRESS = re.compile(
    r"[\w./:@-]{0,99}?(?:https?://|www\.|@|\.(?:com|cn|gov|org|net|html?|pdf|docx?|xlsx?|jpg|png))[\w./:@?&=#%+-]{0,200}",
    re.IGNORECASE | re.ASCII,
)
_PHONE = re.compile(
    r"\(?0\d{2,3}\)?[- ]?\d{7,8}(?:-\d{1,5})?(?!\d)|[48]00-?\d{3,4}-?\d{3,4}(?!\d)|1[3-9]\d{9}(?!\d)|\d{7,8}(?=[、,] ?\d{7,8}(?!\d))"
)
_LONG = re.compile(r"\d{9,}(?:[-/]\d+){0,4}[A-Za-z]?")
_SLASHED = re.compile(r"\d{4,}[-/]\d{4,}(?:[-/]\d+){0,4}|0\d{3,}(?:[-/]\d+){0,4}")
_HOTLINE = re.compile(r"1\d{2,4}(?=”?(?:热线|平台|电话|便民|网站|专线|政务|服务热线|投诉|举报|公务))")
_KNOWN_LINE = re.compile(rf"(?:{trie_pattern(str(line) for line in _WORDS['hotlines'])})(?!\d|[.,]\d)")
_ROOM = re.compile(r"\d{3,4}(?:会议室|办公室|教室|房间|包间|展厅|室)(?!内|外)")
_HOUSE = re.compile(
    rf"[A-Za-z]?\d{{1,5}}(?:[-、至]\d{{1,5}}){{0,6}} ?(?:{trie_pattern(_WORDS['places'])})|[{_SMALL}]{{1,3}}(?:号楼|号院|号线|单元)"
)
_GENERATION = re.compile(r"[2-6]G(?![A-Za-z])|[1-9]D(?![A-Za-z])|[2345]A级?")
_PAGE_BEFORE = re.compile(rf"(?:{trie_pattern(_WORDS['pages'])}) ?$|(?:^|\n)-+ ?$")
_PAGE_DASHED = re.compile(r"\d{1,4} ?-+ *(?:\n|$)")
_PAGE_NAMED = re.compile(r"\d{1,4}\b")
_LEADERS = re.compile(r"(?:[^\s.…·] ?(?:[.·]{2,}|…+)|_Toc\d+ h) ?$")
_MODEL = re.compile(r"(?:IS|IEC|GB|DB|HJ|JGJ|CJ|SZ|QB|T|AQ|GA|NY|WS)[A-Z/]{0,4}[ -]?$")


def find_code(text: str, at: int, floor: int) -> Mention | None:
    """A number after the label that says it is a code, or digits that go on from Latin letters; `at` is the first digit."""
    before = text[at - 1] if at > floor else ""
    if (before and before in ":：]号码备话真编机箱Q[(本 为线打") or ("一" <= before <= "鿿" and before in "号码备话真编机箱线打"):
        counter = _COUNTER_BEFORE.search(text, max(floor, at - 12), at)
        if counter:
            return _found(at, _end(_COUNTER, text, at), "name", "counter of a page")
        labelled = _CODE_BEFORE.search(text, max(floor, at - 18), at)
        if labelled and text[at].isdigit():
            found = _CODE_CHARACTERS.match(text, at)
            if found and (found.end() - at > 2) and not _measured(text, at):
                return _found(at, found.end(), "document_number", "number after its label")
    if before and before in " -/ABCDEFGHIJKLMNOPQRSTUVWXYZ" and text[at].isdigit() and _MODEL.search(text, max(0, at - 12), at):
        return _found(at, _end(_CODE_CHARACTERS, text, at), "document_number", "standard")
    if text[at].isdigit() and before.isascii() and (before.isalpha() or before in "/@_.=&?#-:"):
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
    end = max(found.end() if found else at, _end(_DIGITS, text, at))
    address = _ADDRESS.match(text, start)
    if address:
        return _found(start, max(address.end(), end), "name", "address")
    if head.isalpha() and len(head) > 2 and _measured(text, at):
        return None
    digits = sum(character.isdigit() for character in text[start:end])
    role: Role = "document_number" if digits > 3 or _MODEL.search(head) else "name"
    return _found(start, end, role, "code with letters")


def find_number_of_something(text: str, at: int, floor: int) -> Mention | None:
    """Digits that are a document number, a phone, a long code, a house or a line; `at` is the first digit."""
    before = text[at - 1] if at > floor else ""
    if not text[at].isdigit():
        return None
    dotted = _DOTTED.match(text, at)
    if dotted and not ((at == 0 or text[at - 1] in "\n |") and _SECTION.match(text, at)):
        return _found(at, dotted.end(), "name", "part of a dotted number")
    for pattern, role, reason in (
        (_YEAR_IN_BRACKETS, "document_number", "document number"),
        (_PHONE, "document_number", "phone"),
        (_NUMBERED, "document_number", "document number"),
        (_HOTLINE, "name", "hotline"),
        (_KNOWN_LINE, "name", "hotline"),
        (_ROOM, "name", "number of a place"),
        (_HOUSE, "name", "number of a place"),
        (_GENERATION, "name", "name with a digit"),
    ):
        found = pattern.match(text, at)
        if not found:
            continue
        if pattern is _YEAR_IN_BRACKETS:
            if before not in ("〔", "[", "("):
                continue
            return _found(at - 1, found.end(), "document_number", reason)
        if pattern is _KNOWN_LINE and _measured(text, at):
            continue
        if pattern is _HOUSE and (
            found[0].endswith("号") and len(found[0]) < 4 and found[0][:-1].isdigit() and int(found[0][:-1]) < 32
        ):
            continue
        if pattern is _HOUSE and found[0].endswith("室") and text.startswith(("内", "外"), found.end()):
            continue
        return _found(at, found.end(), role, reason)  # type: ignore[arg-type]
    for pattern in (_LONG, _SLASHED):
        found = pattern.match(text, at)
        if found and not _measured(text, at) and text[found.end() : found.end() + 1] not in (".", ",", "%"):
            token = _CODE_CHARACTERS.match(text, at)
            return _found(
                at, token.end() if token and token.end() > found.end() else found.end(), "document_number", "long number"
            )
    mixed = _TOKEN.match(text, at)
    if mixed and not find_damaged(text, at) and any(character.isalpha() for character in mixed[0]) and not _measured(text, at):
        tail = _EXPONENT.match(text, at)
        if tail or "%" in mixed[0]:
            return None
        digits = sum(character.isdigit() for character in mixed[0])
        return _found(at, mixed.end(), "document_number" if digits > 3 else "name", "code with letters")
    section = _SECTION.match(text, at) if at == 0 or text[at - 1] in "\n |" else None
    if section and not _measured(text, at):
        return _found(at, section.end(), "heading", "number of a section")
    return None


def _measured(text: str, at: int) -> bool:
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


def find_heading(text: str, at: int, floor: int) -> Mention | None:
    """A heading or list mark, a page reference of a table of contents, a page number."""
    before = text[at - 1] if at > 0 else "\n"
    page = _find_page(text, at, floor, before)
    if page:
        return page
    if before == "(":
        bracketed = _BRACKETED.match(text, at)
        if bracketed and not _is_count_in_brackets(text, at, bracketed.end()):
            ordinal = (at > 1 and text[at - 2] == "第") or text.startswith("项", bracketed.end())
            return _found(at - 1, bracketed.end(), "ordinal" if ordinal else "heading", "number in brackets")
        return None
    if before in _HEADING_OPENERS:
        listed = _LISTED.match(text, at) or _LISTED_YEAR.match(text, at)
        if listed and not (
            before in " ,:”)" and listed[0][-1] == "、" and text[listed.end() : listed.end() + 1] in CHINESE + "0123456789"
        ):
            return _found(at, listed.end(), "heading", "list mark")
        part = _PART.match(text, at)
        if part and before == "\n":
            return _found(at, part.end(), "heading", "part")
    points = _POINTS.match(text, at)
    if points and (points[0][-1] == "是" or before in _HEADING_OPENERS) and before not in "第唯专单之不":
        return _found(at, points.end(), "heading", "list in words")
    fused = _FUSED.match(text, at)
    if fused and not (before.isascii() and before.isalnum()) and before != "." and int(fused[0][:-1]) < 31:
        return _found(at, fused.end(), "heading", "list mark")
    return None


def _is_count_in_brackets(text: str, at: int, end: int) -> bool:
    """网站(3), 微博(5): a digit in brackets after a noun and before punctuation is a figure."""
    return text[at].isdigit() and at > 1 and "一" <= text[at - 2] <= "鿿" and text[end : end + 1] in ("、", ",", "。", ";", "")


def _find_page(text: str, at: int, floor: int, before: str) -> Mention | None:
    if before in " .-EePp第共·…h\n":
        if before in "第共":
            page = _PAGE_AFTER.match(text, at)
            return _found(at, page.end(), "name", "page number") if page else None
        if _LEADERS.search(text, max(floor, at - 20), at) and text[at].isdigit():
            return _found(at, _end(_PAGE_NAMED, text, at), "heading", "page in a table of contents")
        marked = _PAGE_BEFORE.search(text[max(0, at - 9) : at])
        if marked and text[at].isdigit():
            if marked[0].strip().startswith("-"):
                dashed = _PAGE_DASHED.match(text, at)
                return _found(at, _end(_DIGITS, text, at), "name", "page number") if dashed else None
            return _found(at, _end(_DIGITS, text, at), "name", "page number")
        if before == "\n" and at > 0:
            total = _PAGE_OF.match(text, at)
            if total:
                return _found(at, total.end(), "name", "page number")
    return None


def find_ordinal(text: str, at: int, floor: int) -> Mention | None:
    """A place in an order (第四批, 前十, 二级), a session (十九届, 四中), a reference (附件3, 表4)."""
    before = text[at - 1] if at > floor else ""
    if before == "第" or (before == " " and text[at - 2 : at - 1] == "第" and at - 2 >= floor):
        place = _PLACE_IN_ORDER.match(text, at)
        start = at - 1 if before == "第" else at - 2
        if place and place.end() > at:
            return _found(start, place.end(), "ordinal", "place in an order")
    if before == "前" and text[at - 2 : at - 1] not in _NOT_LEADING_AFTER and not text.startswith(("年", "月"), at + 1):
        leading = _LEADING.match(text, at)
        if leading:
            return _found(at - 1, leading.end(), "ordinal", "leading places")
    if before == " " and _ENGLISH_REFERENCE.search(text, max(0, at - 12), at):
        return _found(at, _end(_REFERENCE, text, at), "ordinal", "reference")
    if (
        before in ("附", "表", "图", "件", "录", "注", "栏", "例", "型", "案", "格", "式", "、", "和", "-", " ", "(", "至")
        and at > floor
    ):
        found = _find_reference(text, at, floor)
        if found:
            return found
    congress = _CONGRESS.match(text, at)
    if congress:
        return _found(at, congress.end(), "ordinal", "congress or session")
    rank = _RANK.match(text, at)
    if rank and not (text[at].isdigit() and rank[0][-1] in "类档期审读"):
        if rank[0][-1] == "期" and not _PHASE_AFTER.match(text, rank.end()) and text[max(0, at - 2) : at] not in ("项目", "工程"):
            return None
        return _found(at, rank.end(), "ordinal", "rank")
    return None


def _find_reference(text: str, at: int, floor: int) -> Mention | None:
    single = _REFERENCE_BEFORE.search(text, max(floor, at - 6), at)
    if not single and not _REFERENCE_LIST.search(text, max(0, at - 18), at):
        return None
    if single and text[single.start() - 1 : single.start()] in _NOT_REFERENCE_AFTER and len(single[0].strip()) == 1:
        return None
    found = _REFERENCE.match(text, at)
    if not found or _measured(text, at):
        return None
    number = read_number(found[0]) if found[0].isalnum() else None
    if number and find_unit(text, found.end(), number).end > 0:
        return None
    if text[found.end() : found.end() + 1] in (".", "%", "万", "亿") or text[found.end() : found.end() + 1].isdigit():
        return None
    return _found(at, found.end(), "ordinal", "reference")


def _found(at: int, until: int, role: Role, reason: str) -> Mention:
    return Mention(0, 0, at, until, "", role, reason=reason)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at + 1
