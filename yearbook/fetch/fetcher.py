"""Fetcher: asks for addresses as a polite visitor does: robots.txt first, one request at a time a host, a pause, no byte twice.

Every redirect is checked as the address itself was.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import unquote_to_bytes, urlsplit

from protego import Protego

from yearbook import __version__
from yearbook.catalogue.messages import Message
from yearbook.documents.archive import decode_name, make_safe
from yearbook.documents.document import Refusal
from yearbook.documents.mail.parts import read_disposition
from yearbook.documents.text.reader import decode_declared
from yearbook.fetch.exchange import LIMITS_HERE, FetchLimits, Reply, ask
from yearbook.fetch.guard import Address, Guard, parse_address

AGENT = "Yearbook"  # the name by which robots.txt addresses us
PAUSE = 1.0  # seconds between two requests to one host, where its robots.txt asks for no more
_LONGEST_PAUSE = 30.0  # what asks for more is not asked at all
_MOST_ROBOTS = 500 * 1024  # RFC 9309, 2.5: what must be read of a robots.txt
_MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `content` is None where it is as it was (304), for whoever said what they have."""

    url: str  # where it came from in the end
    content: bytes | None
    name: str  # of the file, sanitised
    is_page: bool  # HTML, as the server says
    fetched_at: str  # ISO 8601, UTC
    etag: str | None = None
    last_modified: str | None = None


@dataclass(slots=True)
class _Host:
    """One host's turn, for all fetchers of this process."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0


_HOSTS: dict[str, _Host] = {}


class Fetcher:
    """Fetches addresses; the robots.txt of each host is asked once."""

    def __init__(
        self,
        guard: Guard,
        limits: FetchLimits = LIMITS_HERE,
        pause: float = PAUSE,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._guard, self._limits, self._pause, self._sleep = guard, limits, pause, sleep
        self._robots: dict[str, Protego] = {}

    def fetch(self, written: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """What an address gives; `etag` and `last_modified` are of what is had already. Raises Refusal where it gives none."""
        address = parse_address(written)
        fields = {"If-None-Match": etag or "", "If-Modified-Since": last_modified or ""}
        conditions = {name: value for name, value in fields.items() if value and value.isascii() and value.isprintable()}
        for _ in range(self._limits.max_redirects + 1):
            pause = self._ask_robots(address)
            reply = self._ask(address, self._limits, pause, conditions)
            if reply.status not in _MOVED or "location" not in reply.fields:
                return _make_fetched(address, reply, bool(conditions))
            address = parse_address(decode_name(reply.fields["location"].encode("latin-1", "replace")), str(address))
        raise Refusal(written, Message("fetching.redirects", limit=self._limits.max_redirects))

    def _ask(self, address: Address, limits: FetchLimits, pause: float, fields: dict[str, str]) -> Reply:
        """One request, when it is our turn at the host."""
        ips = self._guard.pin(address)
        host = _HOSTS.setdefault(address.authority, _Host())
        with host.turn:
            self._sleep(max(0.0, host.free_at - time.monotonic()))
            try:
                agent = f"{AGENT}/{__version__} (annual reports of government offices)"
                return ask(address, ips, {"User-Agent": agent, "Accept": "*/*", **fields}, limits)
            finally:
                host.free_at = time.monotonic() + pause

    def _ask_robots(self, address: Address) -> float:
        """The pause that a host asks for. Raises Refusal where it wants no visitors there (RFC 9309)."""
        robots = self._robots.get(address.origin)
        if robots is None:
            robots = self._robots[address.origin] = self._fetch_robots(address)
        if not robots.can_fetch(str(address), AGENT):
            raise Refusal(str(address), Message("fetching.robots", host=address.host))
        wanted = float(robots.crawl_delay(AGENT) or 0)
        if wanted > _LONGEST_PAUSE:
            raise Refusal(str(address), Message("fetching.robots", host=address.host))
        return max(self._pause, wanted)

    def _fetch_robots(self, address: Address) -> Protego:
        """2xx: its rules · 4xx: none · 5xx, or no answer: the host is not asked now (RFC 9309, 2.3.1)."""
        limits = FetchLimits(_MOST_ROBOTS, 30, self._limits.connect_seconds, self._limits.read_seconds)
        place = parse_address("/robots.txt", str(address))
        for _ in range(self._limits.max_redirects + 1):
            reply = self._ask(place, limits, self._pause, {})
            if reply.status in _MOVED and "location" in reply.fields:
                place = parse_address(reply.fields["location"], str(place))
                continue
            if reply.status >= 500:
                raise Refusal(str(address), Message("fetching.status", host=place.host, status=reply.status))
            is_rules = 200 <= reply.status < 300 and not _is_page(reply)  # some answer every address with a page
            return Protego.parse(reply.body.decode("utf-8", errors="replace") if is_rules else "")
        return Protego.parse("")


def _make_fetched(address: Address, reply: Reply, is_known: bool) -> Fetched:
    unchanged = reply.status == 304 and is_known
    if not unchanged and not 200 <= reply.status < 300:
        raise Refusal(str(address), Message("fetching.status", host=address.host, status=reply.status))
    page = _is_page(reply)
    return Fetched(
        str(address),
        None if unchanged else _recode(reply) if page else reply.body,
        _name_file(address, reply),
        page,
        f"{datetime.now(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z",
        reply.fields.get("etag"),
        reply.fields.get("last-modified"),
    )


def _is_page(reply: Reply) -> bool:
    kind = reply.fields.get("content-type", "").partition(";")[0].strip().lower()
    return kind in ("text/html", "application/xhtml+xml")


def _recode(reply: Reply) -> bytes:
    """A page as it came; as UTF-8 where only the answer's fields say its charset, and it is another."""
    head = reply.body[:4096].lower()
    charset = reply.fields.get("content-type", "").lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    text = None if b"charset" in head or not charset else decode_declared(reply.body, charset)
    return reply.body if text is None else text.encode("utf-8", errors="replace")


def _name_file(address: Address, reply: Reply) -> str:
    """By Content-Disposition (RFC 6266, or raw GBK as servers write it), else by the address."""
    stated = read_disposition(reply.fields.get("content-disposition", "").encode("latin-1", errors="replace"))
    return stated or make_safe(decode_name(unquote_to_bytes(urlsplit(address.target).path)).rpartition("/")[2] or address.host)
