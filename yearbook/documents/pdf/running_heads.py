"""What is printed on every page beside the text: page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from yearbook.documents.pdf.lines import Line

_EDGE = 0.12  # of a page's height, at its top and at its foot
_OUTER = 0.08
_SAME_PLACE = 3.0  # points
_LEAST_PAGES = 0.5
_DASHES = "-—–－―─"
_PAGE_NUMBER = re.compile(
    rf"[{_DASHES}]+\s*(\d{{1,4}})\s*[{_DASHES}]+|第\s*(\d{{1,4}})\s*页(?:\s*[,，/|]?\s*共\s*\d{{1,4}}\s*页)?|"
    r"共\s*\d{1,4}\s*页\s*[,，/|]?\s*第\s*(\d{1,4})\s*页|(?:[Pp]age\s*|P\.?\s?)(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?|(?<![\d/])(\d{1,4})\s*/\s*\d{1,4}(?![\d/])"
)
_STAMP = re.compile(
    r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}[,，]?\s*(?:上午|下午)?\s*\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?|"
    r"(?:https?|file)://\S+|about:blank"
)
_BARE_NUMBER = re.compile(r"·?\s*(\d{1,4})\s*·?")


class RunningHeads:
    """Which lines of a document's pages are page numbers, and which run on from page to page."""

    def __init__(self, pages: Sequence[tuple[float, Sequence[Line]]]) -> None:
        """`pages`: each page's height and its lines outside of tables."""
        self._pages = len(pages)
        self._places: Counter[tuple[str, int]] = Counter()
        self._numbered: Counter[int] = Counter()
        for number, (height, lines) in enumerate(pages, start=1):
            edge = [line for line in lines if _is_at_edge(line, height)]
            self._places.update({place for line in edge for place in _places_of(_without_number(line.text), line, height)})
            self._numbered.update({int(found[1]) - number for line in edge if (found := _BARE_NUMBER.fullmatch(line.text))})

    def is_page_number(self, line: Line, page: int, height: float) -> bool:
        """A line at a page's edge that holds nothing but its number; a bare number counts where other pages go on counting."""
        if not _is_at_edge(line, height):
            return False
        if _PAGE_NUMBER.fullmatch(_STAMP.sub("", line.text).strip()):
            return True
        found = _BARE_NUMBER.fullmatch(line.text)
        if not found:
            return False
        counted = self._numbered[int(found[1]) - page]
        return counted >= max(2, _LEAST_PAGES * self._pages) or (
            self._pages == 1 and found[1] == "1" and _is_at_edge(line, height, _OUTER)
        )

    def find_running(self, line: Line, height: float) -> str | None:
        """The words of a line that stands in the same place of most pages, without a page number; None of any other line."""
        if not _is_at_edge(line, height):
            return None
        words = _without_number(line.text)
        seen = max((self._places[place] for place in _places_of(words, line, height)), default=0)
        return words if seen >= max(2, _LEAST_PAGES * self._pages) else None


def _is_at_edge(line: Line, height: float, share: float = _EDGE) -> bool:
    return line.bottom > (1 - share) * height or line.top < share * height


def _places_of(words: str, line: Line, height: float) -> Iterator[tuple[str, int]]:
    """The words with the line's place from the page's top, in each of two grids, so that none lies on a border of both."""
    place = (height - line.bottom) / _SAME_PLACE / 2
    yield words, int(place) * 2
    yield words, int(place + 0.5) * 2 + 1


def _without_number(words: str) -> str:
    """Without the page's number, and without what a browser prints around a page: its address and when it was printed."""
    return _PAGE_NUMBER.sub("", _STAMP.sub("", words)).strip(" \t|·")
