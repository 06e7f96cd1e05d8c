"""MHT reader: a web page saved as one file, as the page that it is."""

from __future__ import annotations

from itertools import islice

from yearbook.catalogue.messages import Message
from yearbook.documents.document import Document, Limits, Refusal, report_id_of
from yearbook.documents.html.reader import read_html
from yearbook.documents.mail.parts import find_leaves, parse_message, read_text_of

_MOST_FRAMES = 20


def read_mht(name: str, content: bytes, limits: Limits) -> Document:
    """The document in the first page that has an article: in a page of frames that is one of the frames.

    Raises Refusal where there is none.
    """
    try:
        parts = list(find_leaves(parse_message(content)))
    except RecursionError as error:
        raise Refusal(name, Message("documents.damaged", format="MHT")) from error
    reason = Message("formats.no_article")
    for part in islice((part for part in parts if part.get_content_type() == "text/html"), _MOST_FRAMES):
        try:
            page = read_html(name, read_text_of(part), limits)
        except Refusal as refusal:
            reason = refusal.reason if isinstance(refusal.reason, Message) else reason
            continue
        return Document(report_id_of(content), name, "mht", page.text, page.page_starts, page.cells, page.notes)
    raise Refusal(name, reason)
