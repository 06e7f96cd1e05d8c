"""What pages need is loaded while the server answers already and the first visitor's browser fetches its files."""

from __future__ import annotations

import ast
import logging
from collections.abc import Iterator
from importlib import import_module
from threading import Thread

from yearbook.catalogue.files import PROJECT
from yearbook.ui.navigation import PLACES

ROUTES = "yearbook.web.api.routes"


def begin_loading() -> Thread:
    """Load in a thread of its own; a page that is asked for meanwhile waits for what it needs, no longer."""
    thread = Thread(target=_load, name="loading", daemon=True)
    thread.start()
    return thread


def modules_of_pages() -> Iterator[str]:
    """The product's modules that app.py and the pages begin with, as they name them, the front page's first."""
    for script in ("app.py", *(place.script for place in PLACES)):
        for line in ast.parse((PROJECT / script).read_text("utf-8")).body:
            if isinstance(line, ast.ImportFrom) and line.module and line.module.startswith("yearbook."):
                yield line.module


def _load() -> None:
    try:
        for name in dict.fromkeys((*modules_of_pages(), ROUTES)):
            import_module(name)
        from yearbook.catalogue.catalogue import load_catalogue

        load_catalogue()
    except Exception:
        # Whoever asks for a page is told on it; here only the log is.
        logging.getLogger(__name__).exception("pages are not loaded")
