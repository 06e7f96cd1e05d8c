"""Web addresses that were asked and files that arrived, kept with the reports: a run goes on where another stopped."""

from __future__ import annotations

from dataclasses import replace

from yearbook.catalogue.files import Home
from yearbook.records.state import Arrival, Visit
from yearbook.store.audit import logged_write
from yearbook.store.state import ARRIVALS, VISITS, read_state


def keep_visit(home: Home, visit: Visit) -> None:
    """Keep what an address gave, in the place of what it gave before."""
    with logged_write(home, "fetch", address=visit.url) as connection:
        VISITS.insert(connection, [visit], on_conflict="replace")


def find_visit(home: Home, url: str) -> Visit | None:
    """The last visit of an address, None where it was never asked."""
    with read_state(home) as connection:
        return next(iter(VISITS.select(connection, where="url = :url", url=url)), None)


def finish_visit(home: Home, visit: Visit) -> None:
    """Note that all that an address gave is stored or refused."""
    keep_visit(home, replace(visit, finished=True))


def list_finished(home: Home) -> set[str]:
    """The addresses with which nothing is left to do."""
    with read_state(home) as connection:
        return {visit.url for visit in VISITS.select(connection, where="finished = 1")}


def keep_arrival(home: Home, arrival: Arrival) -> None:
    """Note that a file of a watched folder was dealt with."""
    with logged_write(home, "watch", file=arrival.path) as connection:
        ARRIVALS.insert(connection, [arrival], on_conflict="replace")


def list_arrivals(home: Home) -> set[Arrival]:
    """All files that were dealt with."""
    with read_state(home) as connection:
        return set(ARRIVALS.select(connection))
