"""Plain text (TXT, MD) and delimited text (CSV, TSV): detection of encoding, page starts and delimiter; text stays as read."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice, pairwise

from yearbook.catalogue.messages import Message
from yearbook.documents.document import LIMITS, Document, Limits, Refusal, report_id_of

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = dict.fromkeys(("gb2312", "gb-2312-80", "gbk", "x-gbk", "cp936", "ms936", "gb18030"), "gb18030")
_DECLARED |= dict.fromkeys(("big5", "big5-hkscs"), "big5hkscs") | dict.fromkeys(("utf-8", "utf8", "us-ascii"), "utf-8")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# what a Chinese or English text consists of: ASCII, the characters of GB2312 level 1 and 2 and their punctuation
_USUAL = re.compile(
    "[\t-\r\x1b -~\u00a0-\u00ff\u2010-\u2027\u2030-\u203b\u2160-\u217f\u2190-\u21ff\u2200-\u22ff\u2460-\u24ff\u2500-\u25ff"
    "\u3000-\u303f\u3380-\u33df\u4e00-\u9fff\uff00-\uffef]"
)
_LEAST_USUAL = 0.97
_LEAST_COMMON = 0.02
# the commonest characters of Chinese prose and of these reports: text that was decoded wrongly has next to none of them
_COMMON = re.compile("[的一是了在有和为年国机关事务管理工作单位用车能公共办房节约市省局各人中大度全万元个条件项数信息政府制度]")
_HAN = re.compile("[\u4e00-\u9fff]")
_NUMBERED_PAGE = re.compile(r"^[ \t\u3000]*[-—–－]+[ \t]*(\d{1,4})[ \t]*[-—–－]+[ \t]*$", re.MULTILINE)
_BLANK_LINE_BREAK = re.compile(r"\n[ \t]*\n")
_PAGE_BLANK = re.compile(r"(?<=[^\n])\n (?=[^\s])")
_SAMPLE = 65536
_LEAST_EVEN = 0.8  # of the rows of a table have as many cells as most, and of a column of values are values
_NUMBER = re.compile(r"\s*[-+±≈约]?[¥￥$]?\s*\d[\d,，.]*(?:[eE][+-]?\d{1,3})?\s*[%％‰]?\s*")
_NO_NUMBER = frozenset({"", "-", "—", "——", "--", "/", "…", "N/A", "无"})
_TEXT_FORMULA = re.compile(r'(?m)(?:(?<=^)|(?<=[,\t]))=("(?:[^"\n]|"")*")(?=[,\t\r\n]|$)')
_GROUPED_DIGITS = re.compile(r"\d,\d{3}(?!\d)")


def read_text(name: str, content: bytes, limits: Limits = LIMITS) -> Document:  # noqa: ARG001  # the caller checks its length
    """The document in the bytes of a text. Raises Refusal where they are no text in UTF-8, UTF-16 or GB18030."""
    text = decode(name, content)
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return Document(report_id_of(content), name, "md" if suffix in ("md", "markdown") else "txt", text, find_pages(text))


def decode(name: str, content: bytes) -> str:
    """Decode text: by its byte order mark, as UTF-16, as UTF-8, or as GB18030 (GB 18030-2022) where that gives plausible Chinese.

    Raises Refusal as `read_text` does.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return _check(name, content[len(mark) :].decode(encoding))
            except UnicodeDecodeError as error:
                raise Refusal(
                    name, Message("documents.broken", encoding=encoding.upper(), position=error.start + len(mark))
                ) from error
    unmarked = _guess_utf16(content)
    if unmarked:
        return _check(name, content.decode(unmarked))
    try:
        return _check(name, content.decode("utf-8"))
    except UnicodeDecodeError as error:
        broken = Message("documents.broken", encoding="UTF-8", position=error.start) if _is_mostly_utf8(content) else None
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise Refusal(name, broken or Message("documents.encoding")) from error
    if broken or not _is_plausible(text):
        raise Refusal(name, broken or Message("documents.encoding"))
    return _check(name, text)


def decode_declared(content: bytes, charset: str) -> str | None:
    """Text in the charset that a page, a mail or a server states; None where that is not so, or not known.

    What is called gb2312 or gbk holds characters of GB 18030 (encoding.spec.whatwg.org, 4.2, takes them as one, too).
    """
    encoding = _DECLARED.get(charset.strip().lower().replace("_", "-"))
    try:
        return content.decode(encoding) if encoding else None
    except UnicodeDecodeError:
        return None


def _check(name: str, text: str) -> str:
    """Refuse what decodes but is no text: control characters, or nothing but blanks."""
    if not text.strip("\ufeff \t\r\n\f\u3000"):
        raise Refusal(name, Message("documents.empty"))
    if len(_CONTROL.findall(text[:65536])) > len(text[:65536]) // 500:
        raise Refusal(name, Message("documents.binary", format=Message("documents.unknown_format")))
    return text


def _guess_utf16(content: bytes) -> str | None:
    """Detect UTF-16 without a byte order mark: in blanks, digits and line ends every second byte is zero."""
    head = content[:4096]
    if len(content) % 2 or b"\x00" not in head:
        return None
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        other = head[0::2] if encoding == "utf-16-le" else head[1::2]
        if zeros.count(0) > 4 * other.count(0) and zeros.count(0):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _is_plausible(text):
                return encoding
    return None


def _is_plausible(text: str) -> bool:
    """Nearly all characters are usual ones, and some Chinese characters are among the commonest."""
    sample = text[:65536]
    if len(_USUAL.findall(sample)) < _LEAST_USUAL * len(sample):
        return False
    characters = len(_HAN.findall(sample))
    return characters < 8 or len(_COMMON.findall(sample)) >= _LEAST_COMMON * characters


def _is_mostly_utf8(content: bytes) -> bool:
    """A text in UTF-8 that is broken in a few places, as by a cut in the middle of a character."""
    text = content.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    return lost <= max(3, len(text) // 100) and len(_HAN.findall(text)) > 4 * lost


def find_pages(text: str) -> tuple[int, ...]:
    """Where pages begin.

    After form feeds; else after numbered page feet (— 1 —, — 2 — …); else, in text of PDF files whose lines stand apart by empty
    lines and whose first line begins with one blank, at the lines that begin so right after another line.
    """
    starts = [0]
    starts += [found.end() for found in re.finditer("\f+", text) if found.end() < len(text)]
    if len(starts) > 1:
        return tuple(starts)
    feet = list(_NUMBERED_PAGE.finditer(text))
    numbers = [int(found[1]) for found in feet]
    if len(feet) > 1 and all(later == earlier + 1 for earlier, later in pairwise(numbers)):
        after = (len(text) - len(text[found.end() :].lstrip()) for found in feet)
        return (0, *(start for start in after if start < len(text)))
    if text.startswith(" ") and not text.startswith("  "):
        blanks = list(_PAGE_BLANK.finditer(text))
        if blanks and len(_BLANK_LINE_BREAK.findall(text)) > 4 * len(blanks):
            return (0, *(found.start() + 1 for found in blanks))
    return (0,)


def find_delimiter(text: str) -> str | None:
    """The delimiter of a table with a column of values, tab or comma; None for any other text."""
    for delimiter in ("\t", ","):
        if text.count(delimiter, 0, _SAMPLE) < 2:
            continue
        rows = [row for row in split_rows(text[:_SAMPLE], delimiter) if any(cell.strip() for cell in row)]
        if len(text) > _SAMPLE:
            rows = rows[:-1]  # is cut in the middle
        if not rows:
            continue
        width, count = Counter(map(len, rows)).most_common(1)[0]
        even = [row for row in rows if len(row) == width]
        while even and sum(map(bool, even[0])) < 2:  # a title, filled up with empty cells
            even.pop(0)
        if len(even) < 2 or width < 2 or count < _LEAST_EVEN * len(rows) or _GROUPED_DIGITS.search(delimiter.join(even[0])):
            continue
        if any(_is_of_values(column) for column in islice(zip(*even[1:], strict=True), 1, None)):
            return delimiter
    return None


def split_rows(text: str, delimiter: str) -> list[list[str]]:
    """The rows of delimited text (RFC 4180). If a quote is never closed, quotes count as ordinary characters.

    A cell written as a formula of its text (="0012"), which keeps spreadsheets from changing it, is that text.
    """
    text = _TEXT_FORMULA.sub(r"\1", text) if '="' in text else text
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return [line.split(delimiter) for line in text.splitlines()]


def is_value(cell: str) -> bool:
    """Whether a cell is a number with its signs and nothing else."""
    return bool(_NUMBER.fullmatch(cell))


def _is_of_values(column: tuple[str, ...]) -> bool:
    values = sum(map(is_value, column))
    gaps = sum(cell.strip() in _NO_NUMBER for cell in column)
    return values > 0 and values + gaps >= _LEAST_EVEN * len(column)
