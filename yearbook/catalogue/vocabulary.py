"""The words of the language floor: data/catalogue/language/*.yaml and units.yaml, loaded once and compiled into patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from yearbook.catalogue.files import DataError, catalogue_folder, collect_faults, read_csv, read_yaml


class WordLists(dict[str, Any]):
    """The entries of a language file. Raises DataError for one that is asked for and is not there."""

    def __init__(self, file: Path, content: dict[str, Any]) -> None:
        super().__init__(content)
        self.file = file

    def __missing__(self, name: str) -> Any:
        raise DataError(self.file, name, "is missing; add it")


@cache
def load_words(name: str) -> WordLists:
    """The content of data/catalogue/language/<name>.yaml. Raises DataError where it is no mapping."""
    file = catalogue_folder() / "language" / f"{name}.yaml"
    content = read_yaml(file)
    if not isinstance(content, dict):
        raise DataError(file, "whole file", "must be a mapping of entries")
    return WordLists(file, content)


def split_words(value: str | Iterable[str]) -> list[str]:
    """The words of an entry, written as a list or in one text with blanks between them."""
    return value.split() if isinstance(value, str) else [str(word) for word in value]


def trie_pattern(words: Iterable[str], never_inside: Mapping[str, Iterable[str]] | None = None) -> str:
    """A regular expression that matches the longest of `words`, sharing their beginnings so that it is quick to fail.

    `never_inside` gives for a word the longer words within which it is not matched.
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = "".join(_not_within(word, longer) for longer in (never_inside or {}).get(word, ()))
    return _branch(root)


def beginnings(words: Iterable[str]) -> str:
    """A class of the characters with which some words begin: (?=…) of it rejects any other character at once."""
    return f"[{''.join(sorted({re.escape(word[0]) for word in words}))}]"


def _not_within(word: str, longer: str) -> str:
    """What must hold behind a word that does not stand within a longer one."""
    before, after = (re.escape(part) for part in longer.split(word, 1))
    if not after:
        return rf"(?<!{before}{re.escape(word)})"
    return rf"(?!(?<={before}{re.escape(word)}){after})" if before else rf"(?!{after})"


def _branch(node: dict[str, Any]) -> str:
    parts = [re.escape(character) + _branch(child) for character, child in node.items() if character]
    end = node.get("")
    if not parts:
        return end or ""
    if end:
        return f"(?:{'|'.join(parts)}|{end})"
    body = parts[0] if len(parts) == 1 and end is None else f"(?:{'|'.join(parts)})"
    return body if end is None else f"{body}?"


@dataclass(frozen=True, slots=True)
class UnitReading:
    """One way to read a unit as written: so many (`factor`) of a base unit. 吨 is 1 m3 of water, or 1 m3_per_person."""

    unit: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Units:
    """What may stand after a number: the measure words and units, and what base units they allow."""

    readings: dict[str, tuple[UnitReading, ...]]  # word → every base unit it may mean
    certain: dict[str, str]  # word → the one base unit where no metric decides
    words: tuple[str, ...]
    time: tuple[str, ...]
    not_before: dict[str, tuple[str, ...]]
    spellings: dict[str, str]  # another spelling → the word: kW·h → kWh


@cache
def load_units() -> Units:
    """Units and measure words, each with its factor to its base units. Raises DataError with every factor that is no number."""
    readings: dict[str, list[UnitReading]] = {}
    file = catalogue_folder() / "units.yaml"
    with collect_faults() as faults:
        for entry in read_yaml(file):
            for word, factor in entry["written"].items():
                try:
                    readings.setdefault(_normalize(word), []).append(UnitReading(entry["id"], Decimal(factor)))
                except ArithmeticError:
                    faults.append(DataError(file, f"{entry['id']}: {word}", f"{factor!r} is no number; give the factor"))
    measures = load_words("measures")
    certain = {_normalize(word): unit for unit, words in measures["certain"].items() for word in words}
    spellings = {other: word for word, others in measures["spellings"].items() for other in others}
    for other, word in spellings.items():
        readings.setdefault(other, readings.get(word, []))
        if word in certain:
            certain.setdefault(other, certain[word])
    time = tuple(measures["time"])
    words = {*readings, *certain, *spellings, *map(_normalize, split_words(measures["words"]))} - {"%"}
    return Units(
        {word: tuple(found) for word, found in readings.items() if found},
        certain,
        tuple(sorted(words, key=len, reverse=True)),
        time,
        {word: tuple(after) for word, after in measures["not_before"].items() if after},
        spellings,
    )


def _normalize(word: str) -> str:
    """A unit's word as it looks in normalized text."""
    return word.replace("（", "(").replace("）", ")")


@cache
def load_names() -> tuple[str, ...]:
    """Slogans, common words with a numeral in them, and regions whose names hold one."""
    names = load_words("names")
    numerals = set("".join(load_words("numerals")["digits"])) | set(load_words("numerals")["multipliers"])
    regions = [row["name_zh"] for row in read_csv(catalogue_folder() / "regions.csv", ("name_zh",))]
    with_numeral = [name for name in regions if numerals & set(name)]
    return tuple(dict.fromkeys([*split_words(names["slogans"]), *split_words(names["lexical"]), *with_numeral]))
