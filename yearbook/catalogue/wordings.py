"""The grammar of a metric's wordings: parts joined by "…", alternatives by "|", "{group}" for the words of terms.yaml.

All parts must stand around a figure, in any order, one of them close to it; a part that ends in "!" is what is counted, and must
itself stand close.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from yearbook.catalogue.files import DataError, catalogue_folder, collect_faults, read_yaml

Groups = Mapping[str, tuple[str, ...]]
_GROUP = re.compile(r"\{([^{}]*)\}")
_HINTS = {
    "gap": "has nothing on one side of a '…' or '|'; write a word there or remove the mark",
    "mark": "has a '!' within a part; put it at the part's end",
    "group": "names the group {group!r}; terms.yaml has no such group: correct it or write it there",
    "brace": "has a brace too many; write one {{group}} an alternative",
}


class WordingError(ValueError):
    """A wording that is not well written; `kind` is a key of _HINTS, `group` the name of an unknown group."""

    def __init__(self, kind: str, group: str = "") -> None:
        super().__init__(kind, group)
        self.kind, self.group = kind, group

    @property
    def hint(self) -> str:
        return _HINTS[self.kind].format(group=self.group)


class WordingParts(NamedTuple):
    """The parts of a wording, each the set of terms any of which will do."""

    parts: tuple[frozenset[str], ...]
    counted: int | None  # the number of the part that is what is counted


@cache
def load_groups(folder: Path | None = None) -> dict[str, tuple[str, ...]]:
    """The groups of terms.yaml; kept in memory. Raises DataError with every group that is no list or is empty."""
    return read_groups(folder or catalogue_folder())


def read_groups(folder: Path) -> dict[str, tuple[str, ...]]:
    """The groups of a catalogue folder. Raises DataError as load_groups does."""
    file = folder / "terms.yaml"
    groups = read_yaml(file) or {}
    with collect_faults() as faults:
        for name, words in groups.items():
            if not isinstance(words, list) or not words:
                faults.append(DataError(file, name, "must be a list with at least one word"))
    return {name: tuple(str(word) for word in words) for name, words in groups.items()}


def parse_wording(text: str, groups: Groups) -> WordingParts:
    """A wording as its parts, groups replaced: "{充电桩}|充电" → {充电桩, 充电设施, …, 充电}. Raises WordingError."""
    written = text.split("…")
    if any("!" in part.removesuffix("!") for part in written):
        raise WordingError("mark")
    counted = next((number for number, part in enumerate(written) if part.endswith("!")), None)
    return WordingParts(tuple(_expand(part.removesuffix("!"), groups) for part in written), counted)


def _expand(part: str, groups: Groups) -> frozenset[str]:
    words: list[str] = []
    for alternative in part.split("|"):
        named = _GROUP.search(alternative)
        if not alternative.strip():
            raise WordingError("gap")
        if named is None:
            words.append(alternative)
        elif named[1] in groups:
            words += [alternative[: named.start()] + word + alternative[named.end() :] for word in groups[named[1]]]
        else:
            raise WordingError("group", named[1])
    if any(mark in word for word in words for mark in "{}"):
        raise WordingError("brace")
    return frozenset(words)
