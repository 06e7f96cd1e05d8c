"""Answers to programs: content in pieces, kept by its tag where it has not changed, and refusals in one sentence."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping
from functools import partial, wraps
from typing import Any
from urllib.parse import quote

import anyio
import anyio.lowlevel
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from yearbook.catalogue.messages import LANGUAGES, Language, localize, translate
from yearbook.exports.parameters import EDITION
from yearbook.exports.request import BadParameter
from yearbook.exports.xlsx_format import TooManyRows
from yearbook.warehouse.registry import DamagedEdition, NoEdition
from yearbook.warehouse.warehouse import StaleEdition
from yearbook.web.api.asking import GoneEdition

# What needs a login stays in the reader's own cache. A named edition does not change, but the program that writes it may.
KEEP_PINNED = "private, max-age=86400"
KEEP_CURRENT = "private, no-cache"  # kept, and asked about each time
TURNS = 2  # answers that are worked on at once; pages go first
_turns: anyio.lowlevel.RunVar[anyio.CapacityLimiter] = anyio.lowlevel.RunVar("turns of answers")

Answer = Callable[[Request], Response]


def answer(
    request: Request,
    pieces: Callable[[], Iterator[bytes]],
    tag: str,
    media_type: str,
    pinned: bool,
    more: Mapping[str, str] | None = None,
) -> Response:
    """The content that `pieces` makes; 304 where the reader has it, and nothing is made for HEAD or 304."""
    compressed = "gzip" in request.headers.get("accept-encoding", "") and media_type.startswith(("text/", "application/json"))
    tag = f'"{tag}-gzip"' if compressed else f'"{tag}"'  # other bytes on the way have another strong tag
    headers = {
        "ETag": tag,
        "Cache-Control": KEEP_PINNED if pinned else KEEP_CURRENT,
        "Vary": "Accept-Encoding",
        **(more or {}),
    }
    if _has(request, tag):
        return Response(status_code=304, headers=headers)
    if request.method == "HEAD":
        empty = Response(media_type=media_type, headers=headers)
        del empty.headers["content-length"]  # nobody knows it before the content is made
        return empty
    return _Answer(_stream(pieces()), media_type=media_type, headers=headers)


class _Answer(StreamingResponse):
    """Gives back what its pieces hold as soon as nobody takes them any more, and not when the garbage is next collected."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            pieces = self.body_iterator
            if isinstance(pieces, AsyncGenerator):
                await pieces.aclose()


def name_attachment(name: str) -> str:
    """The header that gives a download its name, in Chinese too."""
    plain = name if re.fullmatch(r"[\w.-]+", name, re.ASCII) else f"yearbook.{name.rpartition('.')[2]}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def refusing(make: Answer) -> Answer:
    """An endpoint whose refusals are answers: 400 for what cannot be understood, 410 and 503 for editions that are not there."""

    @wraps(make)
    def answer_or_refuse(request: Request) -> Response:
        try:
            return make(request)
        except GoneEdition as error:
            return refuse(410, error.parameter, error)
        except BadParameter as error:
            return refuse(400, error.parameter, error)
        except TooManyRows as error:
            return refuse(400, "format", error)
        except StaleEdition as error:  # the one that was named cannot be read any more, or the current one has to be built anew
            named = EDITION in request.query_params
            return _refusal(410 if named else 503, EDITION, {language: localize(error, language) for language in LANGUAGES})
        except (NoEdition, DamagedEdition) as error:
            return _refusal(503, None, {language: localize(error, language) for language in LANGUAGES})

    return answer_or_refuse


def refuse(status: int, parameter: str, error: BadParameter | TooManyRows) -> JSONResponse:
    """A refusal that names the parameter and says in one sentence, in both languages, what it takes."""
    return _refusal(status, parameter, {language: error.sentence(language) for language in LANGUAGES})


def answer_unknown_format(request: Request) -> JSONResponse:
    """An address that ends in a format that there is not. (Streamlit would answer with a page.)"""
    format = request.path_params["format"][:20]
    sentence = {language: translate("addresses.unknown_format", language, format=format) for language in LANGUAGES}
    return _refusal(404, "format", sentence)


def _refusal(status: int, parameter: str | None, sentence: Mapping[Language, str]) -> JSONResponse:
    body: dict[str, Any] = {"status": status, "parameter": parameter}
    body.update({str(language): words for language, words in sentence.items()})
    return JSONResponse(body, status, headers={"Cache-Control": "no-store"})


def _has(request: Request, tag: str) -> bool:
    """Whether the reader's own copy is still good."""
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return tag in known or known == ["*"]


async def _stream(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces as the reader takes them, each made by a thread when its turn comes."""
    try:
        while (piece := await to_thread.run_sync(partial(next, pieces, None), limiter=_limiter())) is not None:
            if piece:
                yield piece
    finally:
        if hasattr(pieces, "close"):
            pieces.close()


def _limiter() -> anyio.CapacityLimiter:
    try:
        return _turns.get()
    except LookupError:
        limiter = anyio.CapacityLimiter(TURNS)
        _turns.set(limiter)
        return limiter
