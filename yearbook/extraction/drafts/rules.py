"""What data/catalogue/drafts.yaml says of drafts: signs of words that are still to come, and what a law asks of a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from yearbook.catalogue.catalogue import Text
from yearbook.catalogue.files import DataError, catalogue_folder, collect_faults, read_yaml
from yearbook.extraction.linking.report_metadata import ReportMetadata

Rule = TypeVar("Rule")
FEWEST = 2  # items that a document must have to be one of its kind: a notice that only names it has none
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A sign that words are still to come."""

    id: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RequiredItem:
    """What a document must say something of, from the year `since`; `pattern` finds it in a text without blanks."""

    name: Text
    pattern: re.Pattern[str]
    since: int


@dataclass(frozen=True, slots=True)
class RequiredItems:
    """What `source` asks of documents of a kind whose title matches."""

    id: str
    kind: str
    title: re.Pattern[str]
    source: Text
    items: tuple[RequiredItem, ...]


@dataclass(frozen=True, slots=True)
class DraftRules:
    placeholders: tuple[Placeholder, ...]
    required: tuple[RequiredItems, ...]


@cache
def load_draft_rules() -> DraftRules:
    """The installation's rules. Raises DataError with every entry that is not well written."""
    file = catalogue_folder() / "drafts.yaml"
    data = read_yaml(file)
    with collect_faults() as faults:

        def read_all(part: str, read: Callable[[dict[str, Any]], Rule]) -> Iterator[Rule]:
            for entry in data[part]:
                try:
                    yield read(entry)
                except (KeyError, TypeError, ValueError, re.error) as error:
                    words = f"is not well written ({error!r}); see the head of the file"
                    faults.append(DataError(file, f"{part} {entry.get('id')}", words))

        return DraftRules(tuple(read_all("placeholders", _read_placeholder)), tuple(read_all("required", _read_items)))


def _read_placeholder(entry: dict[str, Any]) -> Placeholder:
    return Placeholder(str(entry["id"]), re.compile(entry["pattern"]))


def _read_items(entry: dict[str, Any]) -> RequiredItems:
    since = int(entry["since"])
    items = (
        RequiredItem(Text(**item["name"]), re.compile(item["pattern"]), int(item.get("since", since))) for item in entry["items"]
    )
    title, source = re.compile(entry["title"]), Text(**entry["source"])
    return RequiredItems(str(entry["id"]), str(entry["kind"]), title, source, tuple(items))


def find_placeholders(text: str) -> Iterator[tuple[int, int]]:
    """Where words are still to come, as spans of the text in its order; of those that overlap the first."""
    found = sorted(match.span() for one in load_draft_rules().placeholders for match in one.pattern.finditer(text))
    until = 0
    for start, end in found:
        if start >= until:
            until = end
            yield start, end


def find_missing(text: str, report: ReportMetadata) -> Iterator[tuple[RequiredItems, RequiredItem]]:
    """What the text says nothing of though a law asks it of a report of this kind, title and year."""
    title, bare = report.title or "", _BLANKS.sub("", text)
    for asked in load_draft_rules().required:
        if asked.kind != report.kind or not asked.title.search(_BLANKS.sub("", title)):
            continue
        items = [item for item in asked.items if report.report_year is None or report.report_year >= item.since]
        missing = [item for item in items if not item.pattern.search(bare)]
        if len(items) - len(missing) >= FEWEST:
            yield from ((asked, item) for item in missing)
