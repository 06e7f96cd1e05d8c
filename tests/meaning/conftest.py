"""What the tests of the meaning floor share: a text read, and its figures by what is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yearbook.language.mention import Mention
from yearbook.meaning.catalogue import Catalogue, load_catalogue
from yearbook.meaning.understanding import understand_text

Reader = Callable[..., dict[str, Mention]]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def read(catalogue: Catalogue) -> Reader:
    """read(text, year=2022, publisher=…) → the mentions by their text (the last where one stands twice)."""

    def read_text(text: str, year: int | None = 2022, publisher: str | None = "湖南省机关事务管理局") -> dict[str, Mention]:
        return {mention.text: mention for mention in understand_text(text, catalogue, publisher, year)[1]}

    return read_text
