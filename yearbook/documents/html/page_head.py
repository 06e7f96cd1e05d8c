"""What the head of a web page says of its article: its title, when it was published, where it comes from, whose site it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

# what the meta elements of government pages state (国办发〔2017〕47号 and its annex), and the label it gets in the text
_STATED = {"contentsource": "来源", "pubdate": "发布时间", "sitename": "网站名称"}


def find_stated(parser: LexborHTMLParser) -> dict[str, str]:
    """What the page states of its article: label → words."""
    stated: dict[str, str] = {}
    for node in parser.css("meta"):
        label = _STATED.get((node.attributes.get("name") or "").lower())
        words = " ".join((node.attributes.get("content") or "").split())
        if label and words:
            stated.setdefault(label, words)
    return stated


def find_titles(parser: LexborHTMLParser) -> Iterator[str]:
    """The title in the page's meta elements, then that of <title> without the site's name, then all of it."""
    for node in parser.css("meta"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").lower()
        if name in ("articletitle", "og:title") and (node.attributes.get("content") or "").strip():
            yield " ".join((node.attributes["content"] or "").split())
    title = parser.css_first("title")
    if title is not None:
        words = " ".join((title.text() or "").split())
        parts = [part.strip() for part in re.split(r"[_|｜]|\s+[-–—]+\s+|--+|——+", words) if part.strip()]
        if parts:
            yield max(parts, key=len)
            yield words
