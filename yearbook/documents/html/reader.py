"""HTML: the article of a saved web page, its tables as rows, without menus, footers, related links, scripts and hidden parts."""

from __future__ import annotations

import codecs
import re

from yearbook.catalogue.messages import Message
from yearbook.documents.builder import DocumentBuilder
from yearbook.documents.document import Document, Refusal
from yearbook.documents.html.article import find_article
from yearbook.documents.html.dom import parse_page
from yearbook.documents.limits import Limits
from yearbook.documents.text.reader import decode

_HEAD = 4096
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAID = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs"}


def read_html(name: str, content: bytes, limits: Limits) -> Document:
    """The document in the bytes of a web page. It is one page long.

    Raises Refusal where the encoding cannot be told or the page holds no article.
    """
    html = _decode(name, content)
    manuscript = DocumentBuilder(name, limits)
    for block in find_article(parse_page(html)):
        if block.table is not None:
            manuscript.write_table(block.table.cells)
        else:
            manuscript.write_paragraph(block.text)
    if manuscript.is_empty:
        raise Refusal(name, Message("formats.no_article"))
    return manuscript.finish(content, "html")


def _decode(name: str, content: bytes) -> str:
    """What is sound UTF-8 is UTF-8, whatever the page says of itself; then the page is believed, then the bytes are judged."""
    said = _CHARSET.search(content[:_HEAD])
    encoding = _SAID.get(said[1].decode("ascii").lower()) if said else None
    if encoding and not content.startswith(_MARKS):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                pass
    return decode(name, content)
