"""HTTP API (FastAPI): figures as files, code lists, OpenAPI 3.1. Parameters are read as `yearbook export` reads its options."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from yearbook import __version__
from yearbook.catalogue.files import DataError, home
from yearbook.catalogue.installation import read_public_address
from yearbook.catalogue.messages import LANGUAGES, localize, translate
from yearbook.exports.lists import LIST_FORMATS, LISTS, ListFormat, write_list
from yearbook.exports.parameters import (
    EDITION,
    LANGUAGE,
    NAMES,
    PARAMETERS,
    YEAR,
    YEARS,
    BadParameter,
    Given,
    format_address,
    read_edition,
    read_filters,
    read_language,
    require_known_names,
    snapshot_path,
)
from yearbook.exports.snapshot import FORMATS, MEDIA_TYPES, SPOKEN, Format, make_snapshot
from yearbook.ui import edition_access
from yearbook.warehouse.registry import DamagedEdition, NoEdition, list_numbers, next_number, require_edition
from yearbook.warehouse.warehouse import StaleEdition, Warehouse
from yearbook.web.api import answer, brief, feed
from yearbook.web.api.responses import answer_documentation, attachment_header, refuse, respond
from yearbook.web.api.spool import Content, choose_lane
from yearbook.web.monitoring import answer_health

Endpoint = Callable[..., Response]
Schema = dict[str, Any]  # of OpenAPI
EDITION_SCHEMA: Schema = {"type": "integer", "minimum": 1}
GONE = "edition_gone"  # words of the refusal of an edition that once was and is not kept any more
INLINE: tuple[Format, ...] = ("json", "manifest")  # shown by a browser; the others are saved


class Refusal(BaseModel):
    """Body of every refusal: one sentence in each language that names the parameter and what it takes."""

    status: int
    parameter: str | None
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Query:
    """A request whose parameter names are known, the warehouse that answers it, and whether it names the edition."""

    request: Request
    given: Given
    warehouse: Warehouse
    pinned: bool


def read_query(names: tuple[str, ...]) -> Callable[[Request], Query]:
    """A dependency that opens the edition asked for. Raises BadParameter, and NoEdition where none is built."""

    def read(request: Request) -> Query:
        given = request.query_params.multi_items()
        require_known_names(given, names)
        number = read_edition(given)
        current = require_edition(home(), edition_access.edition_in_use())
        if number is not None and number not in (kept := tuple(list_numbers(home()))):
            words = GONE if number < next_number(home()) else "edition_unknown"
            raise BadParameter(EDITION, words, number=number, allowed=kept)
        return Query(request, given, edition_access.warehouse(current if number is None else number), number is not None)

    return read


def _snapshot_endpoint(format: Format) -> Endpoint:
    def answer_snapshot(query: Annotated[Query, Depends(read_query(NAMES))]) -> Response:
        """The figures that the parameters let through: the same bytes as `export` and the page give."""
        language = read_language(query.given) or "zh"
        filters = read_filters(query.given, query.warehouse)
        number = query.warehouse.number
        snapshot = make_snapshot(query.warehouse, filters, format, language, partial(edition_access.ask, number))
        headers = {
            "Content-Location": format_address(number, filters, format, language),
            "Link": f'<{format_address(number, filters, "manifest")}>; rel="describedby"; type="application/json"',
        }
        if format not in INLINE:
            headers["Content-Disposition"] = attachment_header(snapshot.name)
        lane = choose_lane(snapshot.rows, format == "xlsx")
        return respond(query.request, Content(snapshot.pieces, snapshot.tag, snapshot.media_type, lane), query.pinned, headers)

    return answer_snapshot


def _list_endpoint(name: str, format: ListFormat) -> Endpoint:
    def answer_list(query: Annotated[Query, Depends(read_query((EDITION,)))]) -> Response:
        """A code list of an edition, whole: it is short, and its tag is the hash of its bytes."""
        body = write_list(query.warehouse, name, format)
        headers = {"Content-Location": f"/{name}.{format}?{EDITION}={query.warehouse.number}"}
        if format == "csv":
            headers["Content-Disposition"] = attachment_header(f"{name}.csv")
        content = Content(lambda: iter([body]), sha256(body).hexdigest()[:32], MEDIA_TYPES[format])
        return respond(query.request, content, query.pinned and name != "editions", headers)  # the list of editions grows

    return answer_list


def answer_asked(query: Annotated[Query, Depends(read_query((answer.QUESTION, EDITION, LANGUAGE)))]) -> Response:
    """What the search box answers. 去年 is another year next year: kept by nobody without asking again."""
    asked, language = answer.read_asked(query.given), read_language(query.given) or "zh"
    warehouse = query.warehouse
    content = answer.make_answer(warehouse.number, warehouse.note.key.build, asked, language)
    return respond(query.request, content, pinned=False)


def answer_feed(query: Annotated[Query, Depends(read_query(feed.NAMES))]) -> Response:
    """What is new or revised by region, agency, topic or metric. Its links name the public address, else the host asked."""
    language = read_language(query.given) or "zh"
    root = str(query.request.url.replace(path=query.request.scope.get("root_path", ""), query="", fragment="")).rstrip("/")
    content = feed.make_feed(read_public_address() or root, read_filters(query.given, query.warehouse), language)
    return respond(query.request, content, pinned=False)


def answer_brief(query: Annotated[Query, Depends(read_query(brief.NAMES))]) -> Response:
    """A body's brief, to be read and printed."""
    return respond(query.request, brief.make_page(brief.find_brief(query.given, query.warehouse), query.given), query.pinned)


def answer_word(query: Annotated[Query, Depends(read_query(brief.NAMES))]) -> Response:
    """The same in Word, in native tables."""
    found = brief.find_brief(query.given, query.warehouse)
    headers = {"Content-Disposition": attachment_header(brief.name_word(found))}
    return respond(query.request, brief.make_word(found, query.given), query.pinned, headers)


async def answer_drawings(request: Request, query: Annotated[Query, Depends(read_query(brief.NAMES))]) -> Response:
    """The same with the pictures that a browser has made of its drawings."""
    sent = await brief.read_sent(request)

    def make() -> Response:
        found = brief.find_brief(query.given, query.warehouse)
        headers = {"Content-Disposition": attachment_header(brief.name_word(found)), "Cache-Control": "no-store"}
        return Response(brief.draw_word(found, sent), media_type=brief.MEDIA_TYPE, headers=headers)

    return await run_in_threadpool(make)


def answer_unknown_format(request: Request) -> JSONResponse:
    """404 in words; Streamlit would answer any path with a page."""
    format = request.path_params["format"][:20]
    return refuse(404, "format", lambda language: translate("addresses.unknown_format", language, format=format))


def answer_error(request: Request, error: Exception) -> JSONResponse:
    """400 for what cannot be understood, 410 and 503 for editions or data that are not there or cannot be read."""
    if isinstance(error, BadParameter):
        return refuse(410 if error.words == GONE else 400, error.parameter, error.sentence)
    if isinstance(error, DataError):  # names files of this server, which are the log's to tell
        logging.getLogger(__name__).error("data of this server is not sound: %s", error)
        return refuse(503, None, partial(translate, "addresses.data_not_sound"))
    stale = isinstance(error, StaleEdition)  # named, it cannot be read any more; the current one needs a build
    status = 410 if stale and EDITION in request.query_params else 503
    return refuse(status, EDITION if stale else None, partial(localize, error))


def both(key: str) -> str:
    """Words in both languages: a description has no reader whose language is known."""
    return " · ".join(translate(f"addresses.{key}", language) for language in LANGUAGES)


def _parameter(name: str, schema: Schema) -> Schema:
    """A query parameter as OpenAPI describes it; arrays are repeated (style form, explode)."""
    return {"name": name, "in": "query", "required": False, "description": both(f"{name}_about"), "schema": schema}


def _snapshot_parameters(format: Format) -> list[Schema]:
    year: Schema = {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[-1]}
    schemas: dict[str, Schema] = {}
    for one in PARAMETERS:
        items: Schema = {"type": "string", **({"enum": list(one.values)} if one.values else {})}
        schemas[one.name] = year if one.kind == "year" else {"type": "array", "items": items} if one.kind == "codes" else items
    schemas |= {YEAR: year, EDITION: EDITION_SCHEMA}
    if format in SPOKEN:
        schemas[LANGUAGE] = {"type": "string", "enum": list(LANGUAGES), "default": "zh"}
    return [_parameter(name, schema) for name, schema in schemas.items()]


api = FastAPI(title=both("title"), description=both("intro"), version=__version__, docs_url=None, redoc_url=None)


def _add_route(path: str, endpoint: Endpoint, words: str, media_type: str, parameters: list[Schema]) -> None:
    """GET with its description, and HEAD."""
    described: dict[int | str, Schema] = {
        200: {
            "description": both("answer_200"),
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": {media_type.partition(";")[0]: {}},
        },
        304: {"description": both("answer_304")},
        **{status: {"description": both(f"answer_{status}"), "model": Refusal} for status in (400, 410, 503)},
    }
    api.add_api_route(
        path,
        endpoint,
        operation_id=path.strip("/").replace(".", "_"),
        summary=both(words),
        description="",
        responses=described,
        response_class=Response,
        openapi_extra={"parameters": parameters},
    )
    api.add_api_route(path, endpoint, methods=["HEAD"], include_in_schema=False)


for format in FORMATS:
    _add_route(
        snapshot_path(format), _snapshot_endpoint(format), f"format_{format}", MEDIA_TYPES[format], _snapshot_parameters(format)
    )
for name in LISTS:
    for ending in LIST_FORMATS:
        _add_route(
            f"/{name}.{ending}",
            _list_endpoint(name, ending),
            f"list_{name}",
            MEDIA_TYPES[ending],
            [_parameter(EDITION, EDITION_SCHEMA)],
        )
_SPOKEN = _parameter(LANGUAGE, {"type": "string", "enum": list(LANGUAGES), "default": "zh"})
_ASKED = _parameter(answer.QUESTION, {"type": "string", "maxLength": answer.MOST_ASKED}) | {"required": True}
_add_route(answer.PATH, answer_asked, "answer", "application/json", [_ASKED, _parameter(EDITION, EDITION_SCHEMA), _SPOKEN])
_FED = [one for one in _snapshot_parameters("xlsx") if one["name"] in feed.NAMES]
_add_route(feed.PATH, answer_feed, "feed", feed.MEDIA_TYPE, _FED)
_BRIEF = [one for one in _snapshot_parameters("xlsx") if one["name"] in brief.NAMES]
_add_route(brief.PAGE, answer_brief, "brief", "text/html", _BRIEF)
_add_route(brief.WORD, answer_word, "brief_word", brief.MEDIA_TYPE, _BRIEF)
api.add_api_route(brief.WORD, answer_drawings, methods=["POST"], include_in_schema=False)
api.add_api_route(
    "/healthz",
    answer_health,
    operation_id="health",
    summary=both("health"),
    responses={200: {"description": both("answer_200")}, 503: {"description": both("answer_503")}},
)
for path, respondent in (("/snapshot.{format}", answer_unknown_format), ("/api", answer_documentation)):
    api.add_route(path, respondent, include_in_schema=False)
for kind in (BadParameter, StaleEdition, NoEdition, DamagedEdition, DataError):
    api.add_exception_handler(kind, answer_error)
