"""A report's text with every mention marked by its role, as HTML that only this module writes: what is quoted is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

from yearbook.data import PROJECT

ROLES = ("metric", "quantity", "target", "date", "ordinal", "document_number", "heading", "name")

LOOK = PROJECT / "static" / "report.css"

# A constant without any data in it: brings the chosen mention to the middle of the box it is in, and moves nothing else.
SCROLL = """<script>
const chosen = document.querySelector('.report-text a.chosen');
let box = chosen?.parentElement;
while (box && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
if (box) box.scrollTop += chosen.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 2;
</script>"""


def render_report(
    text: str,
    mentions: Iterable[Mapping[str, Any]],
    *,
    page_starts: Sequence[int] = (0,),
    chosen: int | None = None,
    describe: Callable[[Mapping[str, Any]], str] = lambda _: "",
    page_name: Callable[[int], str] = str,
    address: Mapping[str, str] | None = None,
    linked: bool = True,
) -> str:
    """HTML of a report. Every mention (ordinal, span_start, span_end, role) is a link to `?…address…&mention=<ordinal>`.

    Not `linked`, it is marked only: following a link opens the page anew, which would lose what is not stored yet.

    `describe` gives the words shown on hovering. Spans count code points of `text`; one that overlaps the mention before
    it is left unmarked. `page_name` names the pages after the first where they begin.
    """
    breaks = {start: number for number, start in enumerate(page_starts, 1) if number > 1}
    parts: list[str] = []
    at = 0
    for mention in sorted(mentions, key=lambda mention: int(mention["span_start"])):
        start, end = int(mention["span_start"]), int(mention["span_end"])
        if start < at or end > len(text):
            continue
        parts.append(_plain(text, at, start, breaks, page_name))
        if linked:
            parts.append(_link(text[start:end], mention, chosen, describe(mention), address or {}))
        else:
            parts.append(_mark(text[start:end], mention, describe(mention)))
        at = end
    parts.append(_plain(text, at, len(text), breaks, page_name))
    return f'<div class="report-text"{_name_language(text)}>{"".join(parts)}</div>'


def render_legend(names: Mapping[str, str]) -> str:
    """HTML that shows how each role of `names` (role → words) is marked."""
    shown = {role: escape(name) for role, name in names.items() if role in ROLES}
    items = "".join(f'<span><span class="mark role-{role}">{name}</span></span>' for role, name in shown.items())
    return f'<div class="report-legend">{items}</div>'


def render_words(text: str, start: int, end: int, around: int = 60) -> str:
    """HTML of the words about `text[start:end]`, that part marked; `around` code points are shown on either side."""
    first, last = max(0, start - around), min(len(text), end + around)
    before = ("…" if first else "") + _unwrap(text[first:start]).lstrip()
    after = _unwrap(text[end:last]).rstrip() + ("…" if last < len(text) else "")
    return render_quote(before, _unwrap(text[start:end]), after)


def render_quote(before: str, figure: str, after: str) -> str:
    """HTML of quoted words with the figure among them marked."""
    language = _name_language(before + figure + after)
    return f'<div class="evidence-words"{language}>{escape(before)}<mark>{escape(figure)}</mark>{escape(after)}</div>'


def _name_language(text: str) -> str:
    """The attribute that tells a screen reader of an English page to read quoted words as Chinese."""
    return ' lang="zh"' if any("\u4e00" <= sign <= "\u9fff" for sign in text) else ""


def _unwrap(text: str) -> str:
    """The text on one line: between Chinese characters a line break is nothing, elsewhere it is a space."""
    return re.sub(r"\s*\n\s*", " ", re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*|\s*\n\s*(?=[^\x00-\x7f])", "", text))


def _mark(words: str, mention: Mapping[str, Any], title: str) -> str:
    role = mention["role"] if mention["role"] in ROLES else "name"
    return f'<span class="mark role-{role}" title="{escape(title, quote=True)}">{escape(words)}</span>'


def _link(words: str, mention: Mapping[str, Any], chosen: int | None, title: str, address: Mapping[str, str]) -> str:
    ordinal, role = int(mention["ordinal"]), mention["role"] if mention["role"] in ROLES else "name"
    href = escape("?" + urlencode({**address, "mention": ordinal}), quote=True)
    shown = " chosen" if ordinal == chosen else ""
    return f'<a class="role-{role}{shown}" href="{href}" target="_self" title="{escape(title, quote=True)}">{escape(words)}</a>'


def _plain(text: str, start: int, end: int, breaks: Mapping[int, int], page_name: Callable[[int], str]) -> str:
    parts: list[str] = []
    at = start
    for offset in sorted(offset for offset in breaks if start <= offset < end or offset == start == end):
        parts.append(_escape_lines(text[at:offset]) + f'<span class="report-page">{escape(page_name(breaks[offset]))}</span>')
        at = offset
    return "".join(parts) + _escape_lines(text[at:end])


def _escape_lines(text: str) -> str:
    """Escaped text without its empty lines: text out of a PDF has one after every line."""
    return escape(re.sub(r"\n[ \t\r]*(?=\n)", "", text))
