"""Event log on stderr as text or JSON lines: requests, publications, refusals, failures.

A line never holds words of a report, search words, or who or where a visitor is, so that logs may be kept and passed on.
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
VARIABLE = "YEARBOOK_LOG"  # the environment variable that names a form, for this process and those it starts
_EVENTS = logging.getLogger("yearbook.events")


def log_event(event: str, **fields: object) -> None:
    """Log an event with its fields: plain values that are no text of a report."""
    _EVENTS.info(event, extra={"fields": fields})


def configure_logging(form: str | None = None) -> None:
    """Log in a form from now on, by default in that of the environment; off leaves errors alone on stderr.

    Raises ValueError for another form.
    """
    chosen = cast(Form, form or os.environ.get(VARIABLE) or "off")
    if chosen not in FORMS:
        raise ValueError(f"{VARIABLE}={chosen}: {' | '.join(FORMS)}")
    _EVENTS.setLevel(logging.WARNING if chosen == "off" else logging.INFO)
    if chosen == "off":
        return
    os.environ[VARIABLE] = chosen
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
        fields = _describe(record)
        head = f"{fields.pop('time')} {fields.pop('level')} {fields.pop('event')}"
        return " ".join([head, *(f"{name}={value}" for name, value in fields.items())])


class _JsonLine(logging.Formatter):
    """An object a line: time, level, event, and the event's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_describe(record), ensure_ascii=False, default=str)


def _describe(record: logging.LogRecord) -> dict[str, object]:
    """The fields of a record; of an error its class and traceback lines, never its message, which may quote a report."""
    moment = datetime.fromtimestamp(record.created, UTC)
    described: dict[str, object] = {
        "time": f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z",
        "level": record.levelname.lower(),
        "event": record.getMessage(),
    }
    if record.name != _EVENTS.name:
        described["logger"] = record.name
    if record.exc_info and record.exc_info[1] is not None:
        error = record.exc_info[1]
        described["error"] = type(error).__name__
        described["where"] = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-8:]]
    return described | getattr(record, "fields", {})
