"""Inputs from web addresses: a page or a file, and the files that the page attaches; what has not changed is not sent again."""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path

from yearbook.catalogue.files import DataError, Home
from yearbook.catalogue.messages import Message
from yearbook.documents.archive import make_safe
from yearbook.documents.document import Refusal, report_id_of
from yearbook.documents.formats import is_html
from yearbook.fetch.exchange import LIMITS_HERE
from yearbook.fetch.fetcher import PAUSE, Fetched, Fetcher
from yearbook.fetch.guard import Guard, is_address
from yearbook.fetch.pages import Link, read_page_links
from yearbook.pipeline.inputs import Input, open_input
from yearbook.records.state import Visit
from yearbook.store.reports import find_note
from yearbook.store.visits import find_visit, keep_visit

ALLOW = "YEARBOOK_FETCH_ALLOW"  # hosts, addresses and networks that may be asked though private, separated by commas
PAUSE_SECONDS = "YEARBOOK_FETCH_PAUSE"
_NAMED = re.compile(r"[\u4e00-\u9fff]")
_LABEL = re.compile(r"^\s*[（(【\[]?附\s*[件表]?\s*\d*\s*[)）】\]]?\s*[:：.、]?\s*")


def make_fetcher() -> Fetcher:
    """A fetcher as the environment sets it."""
    allowed = [one.strip() for one in os.environ.get(ALLOW, "").split(",") if one.strip()]
    try:
        pause = float(os.environ.get(PAUSE_SECONDS) or PAUSE)
    except ValueError:
        pause = PAUSE
    return Fetcher(Guard(allowed), pause=max(0.0, pause))


def read_addresses(file: Path) -> list[str]:
    """The addresses in a list, one a line; # begins a comment. Raises DataError for a line that holds something else."""
    addresses = []
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), start=1):
        words = re.sub(r"(^|\s)#.*", "", line).strip()
        if words and not is_address(words):
            raise DataError(file, str(number), Message("fetching.no_address"))
        addresses += [words] if words else []
    return addresses


def find_inputs_at(home: Home, address: str, fetcher: Fetcher, keeps: bool = True) -> Iterator[Input]:
    """The page or file at an address, then the files that the page attaches, each fetched when it is asked for.

    `keeps`: what the addresses gave is noted, so that it is not sent again as long as it is stored.
    """
    fetched = yield from _fetch(home, address, fetcher, keeps)
    if fetched is None or fetched.content is None:
        return
    if not (fetched.is_page and is_html(fetched.content)):
        yield from _open(fetched)
        return
    yield Input(fetched.url, fetched.name, fetched.content, source_url=fetched.url)
    try:
        links = read_page_links(fetched.url, fetched.content).files
    except Refusal:  # said of the page itself
        return
    for link in links[: LIMITS_HERE.max_files]:
        attached = yield from _fetch(home, link.address, fetcher, keeps)
        if attached is not None:
            yield from _open(replace(attached, name=_name_attached(attached, link)))
    if len(links) > LIMITS_HERE.max_files:
        refusal = Refusal(fetched.name, Message("fetching.files", count=len(links), limit=LIMITS_HERE.max_files))
        yield Input(f"{fetched.url} …", fetched.name, None, refusal)


def _fetch(home: Home, address: str, fetcher: Fetcher, keeps: bool) -> Generator[Input, None, Fetched | None]:
    """What an address gives, returned; or an input that says why nothing, or that it is as it was."""
    visit = find_visit(home, address)
    stored = visit is not None and find_note(home, visit.content_id) is not None
    try:
        fetched = fetcher.fetch(address, visit.etag, visit.last_modified) if visit and stored else fetcher.fetch(address)
    except Refusal as refusal:
        yield Input(address, make_safe(address), None, refusal)
        return None
    if fetched.content is None:
        yield Input(address, fetched.name, None, known=visit.content_id if visit else None)
        return None
    if keeps:
        given = report_id_of(fetched.content), fetched.etag, fetched.last_modified
        keep_visit(home, Visit(address, fetched.fetched_at, *given))
    return fetched


def _open(fetched: Fetched) -> Iterator[Input]:
    """A file, or those in an archive or a mail."""
    for given in open_input(fetched.url, fetched.content or b""):
        name = fetched.name if given.path == fetched.url else given.name
        yield replace(given, name=name, source_url=fetched.url)


def _name_attached(fetched: Fetched, link: Link) -> str:
    """A file's own name; where a system gave it a number (P0202403…pdf), what the link to it says."""
    words = _LABEL.sub("", link.words)
    if _NAMED.search(fetched.name) or not _NAMED.search(words):
        return fetched.name
    suffix = Path(fetched.name).suffix
    return make_safe((words if words.lower().endswith(suffix.lower()) else words + suffix).replace("/", " "))
