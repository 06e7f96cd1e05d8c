"""/brief.html and /brief.docx?agency=…: the brief of a body to be read and printed, and taken along as a Word file."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request

from yearbook import __version__
from yearbook.exports.parameters import EDITION, LANGUAGE, BadParameter, Given, read_filters, read_language
from yearbook.ui.brief.contents import Brief, gather_brief
from yearbook.ui.brief.document import brief_file_name, render_brief
from yearbook.ui.brief.sent_pictures import MOST_LETTERS, BadPictures, read_pictures
from yearbook.ui.brief.word_document import write_word_brief
from yearbook.warehouse.warehouse import Warehouse
from yearbook.web.api.spool import Content

PAGE, WORD, PICTURES = "/brief.html", "/brief.docx", "pictures"
NAMES = ("agency", "status", EDITION, LANGUAGE)
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def find_brief(given: Given, warehouse: Warehouse) -> Brief:
    """The brief of the one agency asked for, of settled figures alone where no status asked for is `unverified`.

    Raises BadParameter.
    """
    filters, language = read_filters(given, warehouse), read_language(given) or "zh"
    if len(filters.agencies) != 1:
        raise BadParameter("agency", "one_agency")
    settled = bool(filters.statuses) and "unverified" not in filters.statuses
    return gather_brief(warehouse, filters.agencies[0], language, settled)


def make_page(brief: Brief, given: Given) -> Content:
    """The brief as HTML, with the form that takes it along."""
    names = [(name, value) for name, value in given if name != EDITION]
    word = f"{WORD[1:]}?{urlencode([*names, (EDITION, str(brief.note.number))])}"
    page = render_brief(brief, word).encode()
    return Content(lambda: iter([page]), sha256(page).hexdigest()[:32], "text/html; charset=utf-8")


def make_word(brief: Brief, given: Given) -> Content:
    """The brief in Word, its drawings left out."""
    named = repr((WORD, __version__, brief.note.number, brief.note.key.build, sorted(given)))
    return Content(lambda: iter([write_word_brief(brief)]), sha256(named.encode()).hexdigest()[:32], MEDIA_TYPE)


def name_word(brief: Brief) -> str:
    """The name of the file."""
    return brief_file_name(brief.profile.name(brief.language), brief.note.number, brief.language, "docx")


async def read_sent(request: Request) -> str:
    """The pictures of a form, as they were sent, of which no more is held than MOST_LETTERS. Raises BadParameter."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise BadParameter(PICTURES, "not_pictures")
    try:
        async with request.form(max_files=0, max_fields=1, max_part_size=MOST_LETTERS) as form:
            sent = form.get(PICTURES, "")
    except HTTPException as error:
        raise BadParameter(PICTURES, "not_pictures") from error
    return sent if isinstance(sent, str) else ""


def draw_word(brief: Brief, sent: str) -> bytes:
    """The brief in Word with the pictures that were sent. Raises BadParameter."""
    try:
        return write_word_brief(brief, read_pictures(sent, brief.drawings))
    except BadPictures as error:
        raise BadParameter(PICTURES, "not_pictures") from error
