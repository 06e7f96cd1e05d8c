"""What a web page links to, run by a worker of the sandbox: attached files, the entries of a list, its next page.

Lists are taken as the systems of government sites write them into the page (TRS WCM, JCMS, Kaipu). What a script would fetch is
not guessed: it is said that there is a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from yearbook.documents.html.reader import decode_page

FILE_SUFFIXES = "pdf doc docx wps rtf odt ofd xls xlsx et ods csv zip rar 7z eml mht mhtml".split()  # noqa: SIM905
_FILE = re.compile(rf"\.(?:{'|'.join(FILE_SUFFIXES)})(?![A-Za-z0-9])", re.I)
_MOST_LINKS = 3000
_HAN = re.compile("[\u4e00-\u9fff]")
_LEAST_TITLE = 5  # characters; navigation says less
_DAY = re.compile(r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})|(?<!\d)(\d{1,2})[-./月](\d{1,2})(?!\d)")
_DAY_IN_ADDRESS = re.compile(r"(?<!\d)(20\d\d)[-/_]?(\d{1,2})[-/_](\d{1,2})(?!\d)|(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")
_HOLDERS = ("li", "tr", "dd", "dt", "p", "div")
_LOOSE = 60  # characters that may stand beside a title in what holds it; what has more is the list
_NEXT = re.compile(r"(?:下一?页|后一页|next(?: page)?)\s*[>»›]*|[>»›]", re.I)
# the script that writes the page numbers states how many pages there are and how they are called:
_TRS = re.compile(r"createPageHTML\(\s*(\d+)\s*,\s*(\d+)\s*,\s*['\"]([\w-]+)['\"]\s*,\s*['\"](\w+)['\"]")  # TRS WCM, pages from 0
_KAIPU = re.compile(
    r"createPageHTML\(\s*['\"][^'\"]*['\"]\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*['\"]([\w-]+)['\"]\s*,\s*['\"](\w+)['\"]"
)
_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S)  # JCMS: the list as XML that a script shows

_MORE_RECORDS = re.compile(r"<totalpage>\s*(?!1\s*<)\d+\s*</totalpage>", re.I)


def read_links(arguments: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """{"files": [[href, text]], "entries": [[href, title, day]], "next": href or None, "scripted": …}; addresses as they stand.

    Raises Refusal where the page's encoding is unknown.
    """
    html = decode_page(arguments["name"], content)
    parser = LexborHTMLParser(html)
    records = _RECORD.findall(html)
    listed = LexborHTMLParser("<ul>" + "".join(records) + "</ul>") if records else parser
    base = parser.css_first("base[href]")
    entries = list(dict.fromkeys(_find_entries(listed)))
    answer = {
        "base": (base.attributes.get("href") if base else None) or "",
        "files": list(dict.fromkeys(_find_files(parser))),
        "entries": entries,
        "next": _find_next(parser, html),
        "scripted": bool(_MORE_RECORDS.search(html)) if entries else bool(parser.css_first("script")),
    }
    return answer, b""


def _find_links(parser: LexborHTMLParser) -> Iterator[tuple[LexborNode, str, str]]:
    for node in parser.css("a[href]")[:_MOST_LINKS]:
        href = (node.attributes.get("href") or "").strip()
        if href and not re.match(r"#|javascript:|mailto:|tel:|data:", href, re.I):
            yield node, href, " ".join((node.text() or "").split())


def _find_files(parser: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Links to files, by the address, what the link says, or the name under which it is to be saved."""
    for node, href, words in _find_links(parser):
        names = (href.partition("#")[0], words, node.attributes.get("title") or "", node.attributes.get("download") or "")
        if any(_FILE.search(name) for name in names):
            yield href, words


def _find_entries(parser: LexborHTMLParser) -> Iterator[tuple[str, str, str]]:
    """Links with a title and a day beside it or in the address: what makes an entry of a list and no link of a menu."""
    for node, href, words in _find_links(parser):
        titled = " ".join((node.attributes.get("title") or "").split())
        title = titled if len(titled) > len(words) or words.endswith(("...", "…")) else words
        if len(_HAN.findall(title)) < _LEAST_TITLE:
            continue
        beside = _find_beside(node, len(words))
        day = _read_day(_DAY.search(beside)) or _read_day(_DAY.search(words)) or _read_day(_DAY_IN_ADDRESS.search(href))
        if day:
            yield href, _strip_day(title), day


def _find_beside(node: LexborNode, length: int) -> str:
    """The words of the smallest element around a link that holds more than it, without the link's."""
    holder = node.parent
    while holder is not None and holder.tag not in ("body", "ul", "ol", "table", "tbody"):
        words = " ".join((holder.text(separator=" ") or "").split())
        if holder.tag in _HOLDERS and len(words) > length + 3:
            return words.replace(" ".join((node.text() or "").split()), " ", 1) if len(words) <= length + _LOOSE else ""
        holder = holder.parent
    return ""


def _read_day(found: re.Match[str] | None) -> str:
    """ISO 8601; of a day without a year, month and day."""
    if found is None:
        return ""
    numbers = [int(number) for number in found.groups() if number]
    month, day = numbers[-2:]
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ""
    return "-".join([f"{numbers[0]:04d}"] * (len(numbers) == 3) + [f"{month:02d}", f"{day:02d}"])


def _strip_day(title: str) -> str:
    return re.sub(r"^[\s·•>]*|[\s\[(（]*20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?[\])）\s]*$", "", title)


def _find_next(parser: LexborHTMLParser, html: str) -> str | None:
    """The address of the list's next page: a link that says so, or the name that the site's script gives it."""
    for node, href, words in _find_links(parser):
        if _NEXT.fullmatch(words) or (node.attributes.get("rel") or "") == "next":
            return href
    if found := _TRS.search(html):
        count, current = int(found[1]), int(found[2])
        return f"{found[3]}_{current + 1}.{found[4]}" if current + 1 < count else None
    if found := _KAIPU.search(html):
        count, current = int(found[1]), int(found[2])
        return f"{found[3]}_{current + 1}.{found[4]}" if current < count else None
    return None
