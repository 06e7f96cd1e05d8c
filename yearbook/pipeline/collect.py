"""Collect: what is new on the pages that data/sources.csv names, taken in entry by entry; a run that stops goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from yearbook.catalogue.files import DataError, Home, collect_faults, read_csv
from yearbook.catalogue.messages import Message
from yearbook.documents.document import Refusal, report_id_of
from yearbook.fetch.fetcher import Fetcher
from yearbook.fetch.guard import is_address, parse_address
from yearbook.fetch.pages import Link, read_page_links
from yearbook.pipeline.ingest import take_in
from yearbook.pipeline.publish import FileOutcome
from yearbook.records.state import Visit
from yearbook.store.lock import SOURCES
from yearbook.store.visits import find_visit, finish_visit, list_finished

KINDS = ("list", "page")
COLUMNS = ("agency", "kind", "address")  # and titles, where some are to be left out
PAGES = 3  # of a list that are looked at
_UNNAMED = "warehouse.publisher_unknown"


@dataclass(frozen=True, slots=True)
class Source:
    """A row of data/sources.csv: `kind` list, whose entries are collected, or page, which is collected when it changes.

    `titles` are words of which an entry's title must hold one; none take every entry. `agency` is whose report it is where a
    text does not say.
    """

    agency: str
    kind: str
    address: str
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """Something new: an entry of a list, or a page that changed."""

    source: Source
    address: str
    title: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a source gave nothing."""

    source: Source
    reason: str


def read_sources(home: Home) -> list[Source]:
    """The rows of data/sources.csv. Raises DataError, naming each line, for what is no source."""
    file = home.root / SOURCES
    if not file.is_file():
        raise DataError(file, "whole file", Message("fetching.no_sources", file=file))
    sources = []
    with collect_faults() as faults:
        for number, row in enumerate(read_csv(file, COLUMNS), start=2):
            if row["kind"] not in KINDS:
                faults.append(DataError(file, f"line {number}", Message("fetching.source_kind", kind=row["kind"])))
            elif not is_address(row["address"]):
                faults.append(DataError(file, f"line {number}", Message("fetching.no_address")))
            else:
                titles = tuple(word.strip() for word in row.get("titles", "").split("|") if word.strip())
                sources.append(Source(row["agency"], row["kind"], row["address"], titles))
    return sources


def find_new(home: Home, sources: Iterable[Source], fetcher: Fetcher, pages: int = PAGES) -> Iterator[Entry | Problem]:
    """What each source holds that was not collected; nothing is stored. An entry that two lists name is given once."""
    done = list_finished(home)
    for source in sources:
        try:
            found = _find_entries(source, fetcher, done, pages) if source.kind == "list" else _find_change(home, source, fetcher)
            for entry in found:
                done.add(entry.address)
                yield entry
        except Refusal as refusal:
            yield Problem(source, refusal.reason)


def take_entry(home: Home, entry: Entry) -> list[FileOutcome]:
    """Take in a page and what it attaches: finished once all of it is stored or refused; what gave nothing is tried again."""
    before = find_visit(home, entry.address)
    outcomes = list(take_in([entry.address], home))
    if agency := entry.source.agency:
        for number, outcome in enumerate(outcomes):  # the site is the agency's own, though the text does not name it
            if getattr(outcome.reason, "key", "") == _UNNAMED and is_address(outcome.path):
                again = [one for one in take_in([outcome.path], home, agency) if one.path == outcome.path]
                outcomes[number] = next(iter(again), outcome)
    visit = find_visit(home, entry.address)
    if visit is not None and (visit != before or any(outcome.fate == "known" for outcome in outcomes)):
        finish_visit(home, visit)
    return outcomes


def _find_entries(source: Source, fetcher: Fetcher, done: set[str], pages: int) -> Iterator[Entry]:
    """The new entries of a list, page by page until one holds nothing new. Raises Refusal where the page holds no list."""
    place: str | None = source.address
    seen: set[str] = set()
    for number in range(pages):
        if place is None or place in seen:
            return
        seen.add(place)
        fetched = fetcher.fetch(place)
        links = read_page_links(fetched.url, fetched.content or b"")
        if not links.entries and number == 0:
            raise Refusal(source.address, Message("fetching.scripted_list" if links.is_scripted else "fetching.no_list"))
        listed = [link for link in links.entries if _is_wanted(source, link)]
        new = [link for link in listed if link.address not in done]
        yield from (Entry(source, link.address, link.words, link.day) for link in new)
        if listed and not new:
            return
        if links.is_scripted and new == listed:  # nothing on this page was known, so that there may be more
            raise Refusal(source.address, Message("fetching.scripted_pages"))
        place = links.next_page


def _is_wanted(source: Source, link: Link) -> bool:
    """Whether an entry is of the source: on its host, with one of its words in the title."""
    same = urlsplit(link.address).hostname == parse_address(source.address).host
    return same and (not source.titles or any(word in link.words for word in source.titles))


def _find_change(home: Home, source: Source, fetcher: Fetcher) -> Iterator[Entry]:
    """The page or file itself where it gives something else than when it was finished."""
    address = str(parse_address(source.address))
    visit: Visit | None = find_visit(home, address)
    known = visit if visit and visit.finished else None
    fetched = fetcher.fetch(address, known.etag, known.last_modified) if known else fetcher.fetch(address)
    if known is None or (fetched.content is not None and report_id_of(fetched.content) != known.content_id):
        yield Entry(source, address, fetched.name, fetched.fetched_at[:10])
