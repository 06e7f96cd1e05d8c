"""The links of a fetched page as whole addresses; the page is taken apart by a worker of the sandbox."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from yearbook.catalogue.messages import Message
from yearbook.documents.document import LIMITS, Refusal
from yearbook.documents.reader import ask_worker
from yearbook.fetch.guard import parse_address

_READ_LINKS = "yearbook.fetch.links:read_links"


@dataclass(frozen=True, slots=True)
class Link:
    """`day` is ISO 8601, or month and day, of an entry of a list; else ""."""

    address: str
    words: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a page links to. `is_scripted`: its list, or the further pages of it, are fetched by a script."""

    files: tuple[Link, ...]
    entries: tuple[Link, ...]
    next_page: str | None
    is_scripted: bool


def read_page_links(url: str, content: bytes) -> PageLinks:
    """The links of the page that `url` gave. Raises Refusal where its encoding is unknown or it asks for too much."""
    answer, _ = ask_worker(_READ_LINKS, {"name": url}, url, "HTML", content, LIMITS, [_READ_LINKS.partition(":")[0]])
    try:
        base = str(_resolve(answer["base"], url) or url)
        return PageLinks(
            tuple(_make_links(answer["files"], base)),
            tuple(_make_links(answer["entries"], base)),
            _resolve(answer["next"], base) if answer["next"] else None,
            bool(answer["scripted"]),
        )
    except (KeyError, TypeError, ValueError) as error:  # a worker that a hostile page took over may answer anything
        raise Refusal(url, Message("documents.crashed", format="HTML")) from error


def _make_links(found: list[list[str]], base: str) -> list[Link]:
    """Each address once, those that are none of the web left out."""
    links: dict[str, Link] = {}
    for href, *words in found:
        if address := _resolve(href, base):
            links.setdefault(address, Link(address, *map(str, words)))
    return list(links.values())


def _resolve(href: str, base: str) -> str | None:
    with suppress(Refusal):
        return str(parse_address(str(href).partition("#")[0], base))
    return None
