"""Finding a metric, a body, a region or a report by what a person types: part of a name, an alias, 拼音 or its first letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

SEPARATORS = frozenset(" '’·-_.,，、。（）()《》〈〉“”\"/:：;；　")  # a person may leave them out, or an input method put them in
MOST_TYPED = 60  # characters that are looked at
FEWEST_SCATTERED = {"chinese": 2, "letters": 4}  # fewer, in order but apart, stand in almost every name


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: its kind and id, its name, what else it is called, and how much there is of it (more comes first).
    What is invented comes after all that is real."""

    kind: str
    id: str
    name: str
    others: tuple[str, ...] = ()
    weight: int = 0
    demonstration: bool = False


class Nearness(IntEnum):
    """How near what was typed comes to an entry; the nearest first."""

    NAME = 0
    NAME_BEGINS = 1
    OTHER = 2
    OTHER_BEGINS = 3
    NAME_HOLDS = 4
    OTHER_HOLDS = 5
    LETTERS = 6
    PINYIN_BEGINS = 7
    LETTERS_HOLD = 8
    PINYIN_HOLDS = 9
    SCATTERED = 10


@dataclass(frozen=True, slots=True)
class Spelling:
    """One name as it is compared: folded, with the 拼音 of its characters, where each begins, and their first letters."""

    text: str
    words: str  # as `text`, a blank before every word: an English word is found by its beginning
    pinyin: str
    begins: frozenset[int]
    letters: str


Found = Mapping[str, tuple[Entry, ...]]


class Index:
    """All entries, spelled out once. Safe to share: nothing in it changes."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple((entry, spell(entry.name), tuple(map(spell, entry.others))) for entry in entries)

    def find(self, typed: str) -> Found:
        """All entries that hold every word typed, by kind, the nearest first; nothing for nothing typed."""
        return {kind: tuple(entry for entry, _ in found) for kind, found in self.find_near(typed).items()}

    def find_near(self, typed: str) -> dict[str, list[tuple[Entry, Nearness]]]:
        """The same with how near each is."""
        wanted = [word for word in map(normalize_text, typed[:MOST_TYPED].split()) if word]
        whole = "".join(wanted)
        if not wanted:
            return {}
        ranked: dict[str, list[tuple[tuple[bool, int, int, int, str], Entry]]] = {}
        for entry, name, others in self.entries:
            near = _nearness_of(whole, name, others)
            if near is None and len(wanted) > 1:
                each = [_nearness_of(word, name, others) for word in wanted]
                near = None if None in each else max(one for one in each if one is not None)
            if near is not None:
                order = (entry.demonstration, int(near), -entry.weight, len(entry.name), entry.id)
                ranked.setdefault(entry.kind, []).append((order, entry))
        return {
            kind: [(entry, Nearness(order[1])) for order, entry in sorted(rows, key=lambda row: row[0])]
            for kind, rows in ranked.items()
        }


def normalize_text(text: str) -> str:
    """Text as it is compared: full width as half, small letters, ü as v, no blanks and no marks."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("ü", "v")
    return "".join(letter for letter in plain if letter not in SEPARATORS)


def spell(name: str) -> Spelling:
    """A name spelled out for comparing."""
    from pypinyin import lazy_pinyin  # loads a dictionary

    text = normalize_text(name)
    words = " ".join(["", *map(normalize_text, name.replace("-", " ").split())])
    if text.isascii():
        return Spelling(text, words, "", frozenset(), "".join(word[:1] for word in words.split()))
    syllables = [normalize_text(part) for part in lazy_pinyin(text)]
    begins, at = set(), 0
    for syllable in syllables:
        begins.add(at)
        at += len(syllable)
    letters = "".join(part if part.isdigit() else part[:1] for part in syllables)
    return Spelling(text, words, "".join(syllables), frozenset(begins), letters)


def _nearness_of(wanted: str, name: Spelling, others: tuple[Spelling, ...]) -> Nearness | None:
    best = _compare(wanted, name)
    for other in others:
        if best is not None and best <= Nearness.OTHER:
            break
        found = _compare(wanted, other)
        if found is not None:
            found = _AS_OTHER.get(found, found)
            best = found if best is None else min(best, found)
    return best


_AS_OTHER = {
    Nearness.NAME: Nearness.OTHER,
    Nearness.NAME_BEGINS: Nearness.OTHER_BEGINS,
    Nearness.NAME_HOLDS: Nearness.OTHER_HOLDS,
}


def _compare(wanted: str, spelling: Spelling) -> Nearness | None:
    """How near `wanted` comes to one name; None where it does not stand in it."""
    if spelling.text == wanted:
        return Nearness.NAME
    if spelling.text.startswith(wanted):
        return Nearness.NAME_BEGINS
    if not wanted.isascii():
        if wanted in spelling.text:
            return Nearness.NAME_HOLDS
        scattered = len(wanted) >= FEWEST_SCATTERED["chinese"] and _stands_scattered(wanted, spelling.text)
        return Nearness.SCATTERED if scattered else None
    if f" {wanted}" in spelling.words or (wanted.isdigit() and wanted in spelling.text):
        return Nearness.NAME_HOLDS
    if len(wanted) > 1 and spelling.letters.startswith(wanted):
        return Nearness.LETTERS
    if spelling.pinyin.startswith(wanted):
        return Nearness.PINYIN_BEGINS
    if len(wanted) > 1 and wanted in spelling.letters:
        return Nearness.LETTERS_HOLD
    if len(wanted) > 1 and any(spelling.pinyin.startswith(wanted, at) for at in spelling.begins):
        return Nearness.PINYIN_HOLDS
    if len(wanted) >= FEWEST_SCATTERED["letters"] and _stands_scattered(wanted, spelling.letters):
        return Nearness.SCATTERED
    return None


def _stands_scattered(wanted: str, text: str) -> bool:
    """Whether the characters stand in the text in their order, from its first one on, others between them."""
    if text[:1] != wanted[:1]:
        return False
    left = iter(text)
    return all(letter in left for letter in wanted)
