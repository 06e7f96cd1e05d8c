"""What happened, a line each on stderr: what was asked, published, refused, and what failed.

A line never holds a word of a report, what a visitor searched for, or who or where a visitor is: it may be kept and passed on.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from datetime import UTC, datetime
from typing import Literal, cast, get_args

Form = Literal["off", "text", "json"]
FORMS: tuple[Form, ...] = get_args(Form)
CHOSEN = "YEARBOOK_LOG"  # the environment variable that names a form, for this process and those it starts
_EVENTS = logging.getLogger("yearbook.events")


def tell(event: str, **fields: object) -> None:
    """Log an event with its fields: plain values that are no text of a report."""
    _EVENTS.info(event, extra={"fields": fields})


def set_up(form: str | None = None) -> None:
    """Log in a form from now on, by default in that of the environment; off leaves errors alone on stderr.

    Raises ValueError for another form.
    """
    chosen = cast(Form, form or os.environ.get(CHOSEN) or "off")
    if chosen not in FORMS:
        raise ValueError(f"{CHOSEN}={chosen}: {' | '.join(FORMS)}")
    _EVENTS.setLevel(logging.WARNING if chosen == "off" else logging.INFO)
    if chosen == "off":
        return
    os.environ[CHOSEN] = chosen
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLine() if chosen == "json" else _TextLine())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in list(logging.root.manager.loggerDict):  # Streamlit gives each of its loggers a handler of its own
        logger = logging.getLogger(name)
        if logger.handlers:
            logger.handlers.clear()
            logger.propagate = True


class _TextLine(logging.Formatter):
    """2026-01-31T08:00:00Z request route=/healthz status=200"""

    def format(self, record: logging.LogRecord) -> str:
        told = _describe(record)
        head = f"{told.pop('time')} {told.pop('level')} {told.pop('event')}"
        return " ".join([head, *(f"{name}={value}" for name, value in told.items())])


class _JsonLine(logging.Formatter):
    """An object a line: time, level, event, and the event's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_describe(record), ensure_ascii=False, default=str)


def _describe(record: logging.LogRecord) -> dict[str, object]:
    """A record without what an error says of its data: its kind and where it arose are enough to find it."""
    moment = datetime.fromtimestamp(record.created, UTC)
    told: dict[str, object] = {
        "time": f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z",
        "level": record.levelname.lower(),
        "event": record.getMessage(),
    }
    if record.name != _EVENTS.name:
        told["logger"] = record.name
    if record.exc_info and record.exc_info[1] is not None:
        error = record.exc_info[1]
        told["error"] = type(error).__name__
        told["where"] = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-8:]]
    return told | getattr(record, "fields", {})
