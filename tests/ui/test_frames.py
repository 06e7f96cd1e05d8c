"""The HTML for a frame: the page, or one chart of it, escaped as an attribute."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from yearbook.ui.embedding.frames import format_frame


class Frame(HTMLParser):
    """The attributes of the only element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    ("chart", "asked"),
    [("", {}), ("bodies chart", {"chart": ["bodies chart"]}), ("ratio", {"chart": ["ratio"]})],
)
def test_a_frame_shows_a_page_or_one_chart_of_it(chart: str, asked: dict[str, list[str]]) -> None:
    written = format_frame("https://y.gov.cn/comparison?metric=a&text=%22%3E%3Cb", chart, 500, '图鉴"><b')
    [(tag, attributes)] = Frame(written).found
    assert (tag, attributes["height"], attributes["title"]) == ("iframe", "500", '图鉴"><b')
    query = parse_qs(urlsplit(attributes["src"] or "").query)
    assert query == {"metric": ["a"], "text": ['"><b'], "embed": ["true"]} | asked
