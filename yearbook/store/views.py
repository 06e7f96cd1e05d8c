"""Views that people saved by name, each their own."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import Message
from yearbook.records.state import SavedView
from yearbook.store.audit import logged_write
from yearbook.store.state import VIEWS, read_state

MOST = 50  # of one person
LONGEST_NAME, LONGEST_QUERY = 60, 4000  # characters


class TooManyViews(OSError):
    """Somebody has as many views as one may have; the message says so."""


def save_view(home: Home, who: str, name: str, page: str, query: str) -> SavedView:
    """Keep a view under a name, in the place of the one that had it.

    Raises TooManyViews, ValueError for a name that is empty or too long, and what logged_write raises.
    """
    name = " ".join(name.split())
    if not who or not 0 < len(name) <= LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise ValueError("a view needs whose it is, a short name, and an address that is not too long")
    saved = SavedView(_make_id(who, name), who, name, page, query, datetime.now(UTC).isoformat(timespec="seconds"))
    with logged_write(home, "save_view", view=saved.view_id) as connection:
        others = [one for one in VIEWS.select(connection, where="who = :who", who=who) if one.view_id != saved.view_id]
        if len(others) >= MOST:
            raise TooManyViews(Message("views.too_many", most=MOST))
        VIEWS.insert(connection, [saved], on_conflict="replace")
    return saved


def list_views(home: Home, who: str) -> list[SavedView]:
    """The views of one person by their names."""
    with read_state(home) as connection:
        return sorted(VIEWS.select(connection, where="who = :who", who=who), key=lambda view: view.name)


def remove_view(home: Home, who: str, name: str) -> None:
    """Forget a view of one person; nothing where there is none of the name."""
    with logged_write(home, "save_view", removed=_make_id(who, name)) as connection:
        connection.execute("delete from views where view_id = ? and who = ?", (_make_id(who, name), who))


def _make_id(who: str, name: str) -> str:
    return sha256(f"{who}\n{name}".encode()).hexdigest()[:16]
