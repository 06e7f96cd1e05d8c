"""A report language for tests of clusters: as invented.py, but a text that says so ends the process that reads it."""

from __future__ import annotations

import os
import time

from tests.warehouse import invented
from yearbook.catalogue.catalogue import Catalogue
from yearbook.documents.document import Document
from yearbook.extraction.linking.facts import Reading


def understand(document: Document, catalogue: Catalogue, publisher: str | None = None, year: int | None = None) -> Reading:
    if "deadly" in document.text:
        os.kill(os.getpid(), 9)
    time.sleep(0.02)  # so that reports are under way when a worker is lost
    return invented.understand(document, catalogue, publisher, year)
