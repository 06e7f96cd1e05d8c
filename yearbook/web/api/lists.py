"""GET /metrics.json and the like: what the codes in the figures mean, as JSON or as CSV."""

from __future__ import annotations

from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from yearbook.exports.lists import ListFormat, write_list
from yearbook.exports.parameters import EDITION
from yearbook.exports.snapshot import MEDIA_TYPES
from yearbook.web.api.answers import answer, name_attachment
from yearbook.web.api.asking import read_asked


def answer_list(request: Request, name: str, format: ListFormat) -> Response:
    """A list of an edition, whole: it is short, and its tag is the sum of its bytes."""
    asked = read_asked(request, (EDITION,))
    content = write_list(asked.warehouse, name, format)
    headers = {"Content-Location": f"/{name}.{format}?{EDITION}={asked.warehouse.number}"}
    if format == "csv":
        headers["Content-Disposition"] = name_attachment(f"{name}.csv")
    tag = sha256(content).hexdigest()[:32]
    pinned = asked.pinned and name != "editions"  # the list of editions grows
    return answer(request, lambda: iter([content]), tag, MEDIA_TYPES[format], pinned, headers)
