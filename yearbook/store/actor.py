"""On whose behalf something is written, and from where: a person at a page, or the account that runs a command."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Actor:
    """`who` as decisions and editions name it; `origin` is `page: <name>` or `command: <name>`."""

    who: str
    origin: str


_ACTING: ContextVar[Actor | None] = ContextVar("acting", default=None)


def acting() -> Actor:
    """Who writes here and now: whoever a page named, else the operating system's account with the command it runs."""
    return _ACTING.get() or Actor(name_account(), f"command: {_name_command()}")


@contextmanager
def act_for(actor: Actor) -> Iterator[Actor]:
    """Whatever is written inside is written on behalf of `actor`."""
    token = _ACTING.set(actor)
    try:
        yield actor
    finally:
        _ACTING.reset(token)


def name_account() -> str:
    """The operating system's account."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without accounts
        return "steward"


def _name_command() -> str:
    """The command without what it was given: file names are nobody's business."""
    words = [word for word in sys.argv[1:2] if word.isalpha()]
    return words[0] if words else Path(sys.argv[0]).stem or "python"
