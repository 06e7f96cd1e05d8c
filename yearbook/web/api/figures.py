"""GET /snapshot.<format> and /manifest.json: the figures that parameters ask for."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from yearbook.exports.parameters import NAMES, format_address
from yearbook.exports.request import read_filters, read_language
from yearbook.exports.snapshot import Format, make_snapshot
from yearbook.web.api.answers import answer, name_attachment
from yearbook.web.api.asking import read_asked

INLINE: tuple[Format, ...] = ("json", "manifest")  # a browser shows these, and saves the others


def answer_snapshot(request: Request, format: Format) -> Response:
    """The figures of an edition that the parameters let through, streamed; the same bytes as `export` and the page give."""
    asked = read_asked(request, NAMES)
    language = read_language(asked.given) or "zh"
    filters = read_filters(asked.given, asked.warehouse)
    snapshot = make_snapshot(asked.warehouse, filters, format, language)
    number = asked.warehouse.number
    headers = {
        "Content-Location": format_address(number, filters, format, language),
        "Link": f'<{format_address(number, filters, "manifest")}>; rel="describedby"; type="application/json"',
    }
    if format not in INLINE:
        headers["Content-Disposition"] = name_attachment(snapshot.name)
    return answer(request, snapshot.pieces, snapshot.tag, snapshot.media_type, asked.pinned, headers)
