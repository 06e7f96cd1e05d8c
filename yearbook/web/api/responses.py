"""Responses of the HTTP API: streamed content with ETag (304), refusals in both languages, the documentation page."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

import anyio
import anyio.lowlevel
from anyio import to_thread
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import LANGUAGES, Language, translate
from yearbook.exports.lists import LIST_FORMATS, LISTS
from yearbook.exports.parameters import EDITION, LANGUAGE, PARAMETERS, YEAR, snapshot_path
from yearbook.exports.snapshot import FORMATS

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
    parameters = [(one.name, one.values, one.place, f"takes_{one.kind}") for one in PARAMETERS]
    parameters += [(YEAR, (), "", "takes_year"), (EDITION, (), "/editions.json", ""), (LANGUAGE, LANGUAGES, "", "")]
    return _templates.get_template("documentation.html").render(
        say=say,
        product=translate("interface.product", language),
        lang="zh-CN" if language == "zh" else "en",
        others=[(code, name) for code, name in LANGUAGE_NAMES.items() if code != language],
        style=(PROJECT / "static" / "api.css").read_text(encoding="utf-8"),
        examples=examples,
        addresses=[*addresses, (("/healthz",), "health", True)],
        parameters=parameters,
    )


# What needs a login stays in the reader's own cache. A named edition does not change, but the program that writes it may.
CACHE_PINNED = "private, max-age=86400"
CACHE_CURRENT = "private, no-cache"  # kept, and revalidated each time
MAX_WORKING = 2  # responses that are worked on at once; pages go first
_limiters: anyio.lowlevel.RunVar[anyio.CapacityLimiter] = anyio.lowlevel.RunVar("limiter of responses")


@dataclass(frozen=True, slots=True)
class Content:
    """What a response carries: made piece by piece when it is streamed; `tag` is the same as long as the bytes are."""

    pieces: Callable[[], Iterator[bytes]]
    tag: str
    media_type: str


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
    return _ClosingResponse(_stream(content.pieces()), media_type=media_type, headers=sent)


class _ClosingResponse(StreamingResponse):
    """Closes its pieces as soon as the client is gone, not at the next garbage collection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            if isinstance(self.body_iterator, AsyncGenerator):
                await self.body_iterator.aclose()


def attachment_header(name: str) -> str:
    """Content-Disposition of a download, with Chinese in the name (RFC 6266, RFC 8187)."""
    plain = name if re.fullmatch(r"[\w.-]+", name, re.ASCII) else f"yearbook.{name.rpartition('.')[2]}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def refuse(status: int, parameter: str | None, sentence: Callable[[Language], str]) -> JSONResponse:
    """A refusal that names the parameter and says in one sentence, in both languages, what is wrong."""
    body: dict[str, object] = {"status": status, "parameter": parameter}
    body |= {str(language): sentence(language) for language in LANGUAGES}
    return JSONResponse(body, status, headers={"Cache-Control": "no-store"})


async def _stream(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces as the client takes them, each made in a worker thread; empty ones only give way to other responses."""
    try:
        while (piece := await to_thread.run_sync(partial(next, pieces, None), limiter=_limiter())) is not None:
            if piece:
                yield piece
    finally:
        if hasattr(pieces, "close"):
            pieces.close()


def _limiter() -> anyio.CapacityLimiter:
    """One limiter for each event loop."""
    try:
        return _limiters.get()
    except LookupError:
        limiter = anyio.CapacityLimiter(MAX_WORKING)
        _limiters.set(limiter)
        return limiter
