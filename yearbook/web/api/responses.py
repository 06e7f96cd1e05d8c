"""Responses of the HTTP API: spooled content with ETag (304), refusals in both languages, the documentation page."""

from __future__ import annotations

import errno
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from urllib.parse import quote

from anyio import create_task_group
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import LANGUAGES, Language, translate
from yearbook.exports.lists import LIST_FORMATS, LISTS
from yearbook.exports.parameters import EDITION, LANGUAGE, PARAMETERS, YEAR, snapshot_path
from yearbook.exports.snapshot import FORMATS
from yearbook.web.api.spool import RETRY_AFTER, Busy, Content, current_spool

EXAMPLE = "region=430000&topic=vehicles&from=2018&to=2024"
LANGUAGE_NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def answer_documentation(request: Request) -> HTMLResponse:
    """The page, in the language of `?lang=`; its examples name the host that the request came to."""
    language: Language = "en" if request.query_params.get("lang") == "en" else "zh"
    base = str(request.url.replace(path=request.scope.get("root_path", ""), query="", fragment="")).rstrip("/")
    return HTMLResponse(render_documentation(base, language))


def render_documentation(base: str, language: Language) -> str:
    """The page as HTML; `base` is where the server is reached, for the examples."""

    def say(key: str) -> str:
        return translate(f"addresses.{key}", language)

    address = f"{base}/snapshot.csv?{EXAMPLE}"
    pandas = f'import pandas as pd\nfigures = pd.read_csv(\n    "{address}",\n    dtype={{"region_code": str}},\n)'
    examples = {"browser": address, "excel": address, "pandas": pandas, "shell": f'curl -o figures.csv "{address}"'}
    addresses: list[tuple[tuple[str, ...], str, bool]] = [
        ((snapshot_path(format),), f"format_{format}", False) for format in FORMATS
    ]
    addresses += [(tuple(f"/{name}.{format}" for format in LIST_FORMATS), f"list_{name}", True) for name in LISTS]
    addresses += [(("/brief.html",), "brief", False), (("/brief.docx",), "brief_word", False)]
    addresses += [(("/feed.atom",), "feed", True), (("/api/answer",), "answer", False), (("/healthz",), "health", True)]
    parameters = [(one.name, one.values, one.place, f"takes_{one.kind}") for one in PARAMETERS]
    parameters += [(YEAR, (), "", "takes_year"), (EDITION, (), "/editions.json", ""), (LANGUAGE, LANGUAGES, "", "")]
    return _templates.get_template("documentation.html").render(
        say=say,
        product=translate("interface.product", language),
        lang="zh-CN" if language == "zh" else "en",
        others=[(code, name) for code, name in LANGUAGE_NAMES.items() if code != language],
        style=(PROJECT / "static" / "api.css").read_text(encoding="utf-8"),
        examples=examples,
        addresses=addresses,
        parameters=[*parameters, ("q", (), "", "takes_text")],
    )


# What needs a login stays in the reader's own cache. A named edition does not change, but the program that writes it may.
CACHE_PINNED = "private, max-age=86400"
CACHE_CURRENT = "private, no-cache"  # kept, and revalidated each time
DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def respond(request: Request, content: Content, pinned: bool, headers: Mapping[str, str] | None = None) -> Response:
    """The content streamed; 304 where If-None-Match names it (RFC 9110, 13.1.2). Nothing is made for HEAD or 304."""
    media_type = content.media_type
    compressed = "gzip" in request.headers.get("accept-encoding", "") and media_type.startswith(("text/", "application/json"))
    tag = f'"{content.tag}-gzip"' if compressed else f'"{content.tag}"'  # a strong ETag names the bytes as they travel
    sent = {
        "ETag": tag,
        "Cache-Control": CACHE_PINNED if pinned else CACHE_CURRENT,
        "Vary": "Accept-Encoding",
        **(headers or {}),
    }
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or known == ["*"]:
        return Response(status_code=304, headers=sent)
    if request.method == "HEAD":
        empty = Response(media_type=media_type, headers=sent)
        del empty.headers["content-length"]  # nobody knows it before the content is made
        return empty
    if compressed:
        sent["Content-Encoding"] = "gzip"
    return _SpooledResponse(content, compressed, sent)


class _SpooledResponse(StreamingResponse):
    """A content by way of the spool. What fails before its first byte is answered in words; later, the connection breaks off."""

    def __init__(self, content: Content, compressed: bool, headers: Mapping[str, str]) -> None:
        super().__init__((), media_type=content.media_type, headers=headers)
        self._content, self._compressed = content, compressed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        pieces = current_spool().read(self._content, self._compressed)
        try:
            try:
                first = await _unless_gone(anext(pieces, b""), receive)
            except (Busy, MemoryError, OSError) as error:
                await _refuse_for_now(error)(scope, receive, send)
                return
            if first is not None:
                self.body_iterator = _chain(first, pieces)
                await super().__call__(scope, receive, send)
        finally:
            await pieces.aclose()


async def _unless_gone(wanted: Awaitable[bytes], receive: Receive) -> bytes | None:
    """What is awaited; None where the client disconnects first. Raises what `wanted` raises."""
    found: bytes | None = None
    failure: Exception | None = None
    # anyio cancels until it has effect; before Python 3.12, asyncio.wait_for may swallow the one cancellation that asyncio makes
    async with create_task_group() as group:

        async def wait_until_gone() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            group.cancel_scope.cancel()

        group.start_soon(wait_until_gone)
        try:
            found = await wanted
        except Exception as error:
            failure = error
        group.cancel_scope.cancel()
    if failure is not None:
        raise failure
    return found


async def _chain(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


def _refuse_for_now(error: Exception) -> JSONResponse:
    """503 with the seconds after which to ask again (RFC 9110, 10.2.3)."""
    if isinstance(error, OSError):
        if error.errno not in DISK_FULL:
            raise error
        logging.getLogger(__name__).error("an answer finds no room: %s", error)  # where, readers need not know
    words = "busy" if isinstance(error, Busy) else "disk_full" if isinstance(error, OSError) else "no_memory"
    answer = refuse(503, None, lambda language: translate(f"addresses.{words}", language, seconds=RETRY_AFTER))
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def attachment_header(name: str) -> str:
    """Content-Disposition of a download, with Chinese in the name (RFC 6266, RFC 8187)."""
    plain = name if re.fullmatch(r"[\w.-]+", name, re.ASCII) else f"yearbook.{name.rpartition('.')[2]}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def refuse(status: int, parameter: str | None, sentence: Callable[[Language], str]) -> JSONResponse:
    """A refusal that names the parameter and says in one sentence, in both languages, what is wrong."""
    body: dict[str, object] = {"status": status, "parameter": parameter}
    body |= {str(language): sentence(language) for language in LANGUAGES}
    return JSONResponse(body, status, headers={"Cache-Control": "no-store"})
