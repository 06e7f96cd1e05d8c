"""Everything a page puts into words: text, labels, helps, options, tables, charts with what hovering says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

FIELDS = {
    "label",
    "help",
    "placeholder",
    "body",
    "options",
    "caption",
    "captions",
    "title",
    "text",
    "delta",
    "content",
    "alt_text",
}
TABLES = ("arrow_data_frame", "arrow_table", "dataframe", "table")
CHART_KEYS = {"text", "title", "name", "hovertemplate", "ticktext", "label", "labels", "hovertext", "ticksuffix", "tickprefix"}
MARKUP = re.compile(
    r"<style>.*?</style>|<script>.*?</script>|<div[^>]* lang=\"zh\">.*?</div>|<[^>]*>"  # of HTML, and what it quotes
    r"|%\{[^}]*\}"  # of Plotly
    r"|:[a-z_/]+:|:[a-z]+(?:-[a-z]+)?\[|\]\([^)]*\)|`[^`]*`",  # of Streamlit's Markdown
    re.DOTALL,
)


def all_said(app: AppTest, part: Any = None) -> list[str]:
    """What the page, or a part of it, says, one string for each place, in its order; markup, code and hidden ids left out."""
    said: list[str] = []
    for node in part or app._tree:
        proto: Any = getattr(node, "proto", None)
        if node.type == "code" or not isinstance(proto, Message):
            continue
        said.extend(_words_of(proto))
        if node.type == "plotly_chart":
            figure = json.loads(proto.spec)
            said.extend(_words_of_chart([figure["data"], {**figure["layout"], "template": None}]))
        if node.type in TABLES and not getattr(proto, "hide_header", False):
            said.extend(_columns_of(node).values())
    return _without_markup(said)


def all_cells(app: AppTest) -> list[str]:
    """What the cells of the page's tables say, those of columns that are hidden left out."""
    tables = [node for node in app._tree if node.type in TABLES]
    return _without_markup(cell for table in tables for column in _columns_of(table) for cell in table.value[column])


def _without_markup(said: Iterable[Any]) -> list[str]:
    plain = (re.sub(r"\\(?=[^\w\s])", "", MARKUP.sub(" ", words)).strip() for words in said if isinstance(words, str))
    return [words for words in plain if words and not words.startswith(("?", "/", "http"))]


def _words_of(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        for one in value if field.is_repeated else (value,):
            if isinstance(one, Message):
                yield from _words_of(one)
            elif isinstance(one, str) and field.name in FIELDS:
                yield one


def _words_of_chart(part: Any, said: bool = False) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            yield from _words_of_chart(value, name in CHART_KEYS)
    elif isinstance(part, list):
        for one in part:
            yield from _words_of_chart(one, said)
    elif isinstance(part, str) and said:
        yield part


def _columns_of(table: Any) -> dict[str, str]:
    """The columns that a table shows, with their headings."""
    settings = json.loads(getattr(table.proto, "columns", "") or "{}")
    told = {str(name): settings.get(str(name)) or {} for name in table.value.columns}
    return {name: about.get("label") or name for name, about in told.items() if not about.get("hidden")}
