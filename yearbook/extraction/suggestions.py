"""How a quantity that no metric claims can be taught: its context, what stands in the way, and wordings and metrics to offer.

The words around the quantity are cut by those the catalogue knows: what no known word covers is most likely the name of what is
counted. Known words that belong to a group are offered as the {group}, so that the wording serves for other reports as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from yearbook.catalogue.catalogue import Catalogue, Metric
from yearbook.catalogue.files import catalogue_folder, read_yaml
from yearbook.catalogue.weights import load_weights
from yearbook.catalogue.wordings import load_groups, parse_wording
from yearbook.extraction.extractor import link_passage
from yearbook.extraction.linking.comparison import find_comparison
from yearbook.extraction.linking.context import Context, Zone, read_contexts
from yearbook.extraction.linking.cues import load_cues
from yearbook.extraction.linking.lexicon import Lexicon, compile_lexicon
from yearbook.extraction.linking.metric_scoring import RELATIVE, UNITLESS
from yearbook.extraction.linking.scope import load_scopes
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.mentions.passage import read_passage
from yearbook.extraction.tables.cell_units import read_unit
from yearbook.extraction.tables.cells import zones_of
from yearbook.extraction.tables.passage_tables import read_tables

NEAR = 0.4  # nearness below which words are left aside
MOST = 6  # wordings that are offered
LONGEST = 8  # code points of a name; of a longer run of words the end is offered
TAIL = 4  # code points of that end
_WORDS = re.compile(r"[\u3400-\u9fffA-Za-z]+")
_EDGES = re.compile(r"^[的了和与及或为有约共计达已在于由对将把被各均等]+|[的了和与及或为有约共计达已在于由对将把被各均等]+$")
_TIMES = ("this_year", "last_year", "before_last", "year_end")
BEFORE, BEHIND = 600, 300  # code points of the report that are read besides; of a table, all rows above


class Obstacle(NamedTuple):
    """Why a metric does not claim a quantity; `words` are those that stand in the way, or are missing."""

    kind: Literal["relative", "unit", "never", "change", "level", "words", "excluded", "context", "weak"]
    words: str = ""


@dataclass(frozen=True, slots=True)
class ContextPreview:
    """A quantity with the words around it; `here` and `text` are of the normalized stretch."""

    stretch: str  # of the report, as it stands there
    text: str  # the same normalized
    here: Context
    words: tuple[tuple[float, str], ...]  # nearness and words, the nearest first; other numerals are left out of them
    units: frozenset[str]  # the base units it may be in; none where what is written is no unit that is known
    change: bool  # an amount of change, not a level

    @property
    def mention(self) -> Mention:
        return self.here.mention


def preview_context(
    source: str, start: int, catalogue: Catalogue, publisher: str | None, year: int | None
) -> ContextPreview | None:
    """The surroundings of the figure that stands at `start` (in code points of `source`); None where no figure does."""
    begin, end = _stretch(source, start)
    passage, cues, weights = read_passage(source[begin:end]), load_cues(), load_weights()
    read = {mention.start: mention for mention in link_passage(passage, catalogue, weights, publisher, year)[1]}
    tables = {entry.mention.at: entry for table in read_tables(passage) for entry in table.entries}
    text, before = passage.normalized.text, None
    for here in read_contexts(text, passage.mentions, cues, weights):
        comparison = find_comparison(text, here, before)
        before = comparison
        if not here.mention.start <= start - begin < here.mention.end:
            continue
        cell = tables.get(here.mention.at)
        zones = zones_of(cell, weights) if cell else [*here.zones, *here.handed_on]
        understood = read.get(here.mention.start, here.mention)
        return ContextPreview(
            source[begin:end],
            text,
            here,
            _read_words(text, zones, passage.mentions),
            _units_of(understood),
            read_unit(text, cell).measure in ("change", "amount of change") if cell else comparison is not None,
        )
    return None


def find_obstacle(preview: ContextPreview, metric: Metric | None, wordings: tuple[str, ...] = ()) -> Obstacle | None:
    """Why `metric` does not claim the quantity by one of `wordings`; without a metric why none can, None where one could."""
    mention, here = preview.mention, preview.here
    if mention.unit_as_written in RELATIVE:
        return Obstacle("relative", mention.unit_as_written)
    if not preview.units or (metric is not None and metric.unit not in preview.units):
        return Obstacle("unit", mention.unit_as_written)
    never = load_cues().never.search(preview.text, here.clause_start, mention.at)
    if never:
        return Obstacle("never", never.group())
    if metric is None:
        return None
    if preview.change != (metric.kind == "change"):
        return Obstacle("change" if preview.change else "level")
    return _find_obstacle_in_words(preview, metric, wordings)


def _find_obstacle_in_words(preview: ContextPreview, metric: Metric, wordings: tuple[str, ...]) -> Obstacle:
    groups, around = load_groups(), "\n".join(words for _, words in preview.words)
    for wording in wordings:
        for written, part in zip(wording.split("…"), parse_wording(wording, groups).parts, strict=True):
            if not any(term in around for term in part):
                return Obstacle("words", written.removesuffix("!"))
    own = "\n".join(words for nearness, words in preview.words if nearness >= load_weights().own_clause)
    for word in metric.exclusions:
        if word in own:
            return Obstacle("excluded", word)
    if metric.context and not any(word in around for word in metric.context):
        return Obstacle("context", "|".join(metric.context))
    return Obstacle("weak")


def _read_words(text: str, zones: list[Zone], mentions: list[Mention]) -> tuple[tuple[float, str], ...]:
    read = []
    for start, end, nearness in sorted(zones, key=lambda zone: (-zone[2], -zone[0])):
        words, at = "", start
        for mention in mentions:
            if start <= mention.at < end:
                words, at = words + text[at : mention.at] + " ", mention.until
        read.append((nearness, words + text[at:end]))
    return tuple(read)


def _units_of(mention: Mention) -> frozenset[str]:
    if mention.readings:
        return frozenset(reading.unit for reading in mention.readings)
    return frozenset() if mention.unit_as_written else UNITLESS


def _stretch(source: str, start: int) -> tuple[int, int]:
    """From the beginning of a line some way before the figure, or of its table, to the end of a line behind it."""
    begin = source.rfind("\n", 0, max(0, start - BEFORE)) + 1
    if "|" in _line_at(source, start):
        while begin > 0 and "|" in _line_at(source, begin):
            begin = source.rfind("\n", 0, begin - 1) + 1
    end = source.find("\n", start + BEHIND)
    return begin, len(source) if end < 0 else end


def _line_at(source: str, place: int) -> str:
    end = source.find("\n", place)
    return source[source.rfind("\n", 0, place) + 1 : None if end < 0 else end]


class Piece(NamedTuple):
    """A piece of the words around a figure: known to a metric, without a subject of its own, or neither."""

    word: str
    kind: Literal["known", "filler", "new"]


def suggest_wordings(preview: ContextPreview, catalogue: Catalogue) -> tuple[str, ...]:
    """Wordings that may claim the quantity, the plainest first; none where there are no words to take."""
    lexicon = compile_lexicon(catalogue)
    found: list[str] = []
    for nearness, words in preview.words:
        if nearness >= NEAR:
            pieces = list(cut_words(words, lexicon))
            found += _around_new(pieces) or _of_known(pieces)
    return tuple(dict.fromkeys(found))[:MOST]


def rank_metrics(preview: ContextPreview, catalogue: Catalogue) -> list[tuple[Metric, float]]:
    """The metrics in a unit that the quantity may be in, with how much of what they are called stands around it; best first."""
    groups = load_groups()
    near = [(nearness, words) for nearness, words in preview.words if nearness >= NEAR]
    ranked = []
    for metric in catalogue.metrics.values():
        if metric.unit not in preview.units or (metric.kind == "change") != preview.change:
            continue
        terms = _terms_of(metric, groups)
        ranked.append((metric, sum(nearness * len(term) for term in terms for nearness, words in near if term in words)))
    return sorted(ranked, key=lambda entry: -entry[1])


def cut_words(words: str, lexicon: Lexicon) -> Iterator[Piece]:
    """The words in pieces, known ones as long as they come. Marks and numerals end a piece."""
    fillers = _fillers()
    longest = max(lexicon.longest, max(map(len, fillers)))
    for run in _WORDS.findall(words):
        at = begun = 0
        while at < len(run):
            word = next(
                (word for end in range(min(len(run), at + longest), at + 1, -1) if _kind_of(word := run[at:end], lexicon)), ""
            )
            if not word:
                at += 1
                continue
            yield from _new(run[begun:at])
            yield Piece(word, _kind_of(word, lexicon) or "filler")
            at += len(word)
            begun = at
        yield from _new(run[begun:])
        yield Piece("", "filler")  # where a run of words ends


def _kind_of(word: str, lexicon: Lexicon) -> Literal["known", "filler"] | None:
    if word in _fillers():
        return "filler"
    return "known" if lexicon.every.may_name(word) else None


def _new(run: str) -> Iterator[Piece]:
    word = _EDGES.sub("", run)
    if len(word) >= 2:
        yield Piece(word, "new")
    elif run:
        yield Piece(run, "filler")


def _around_new(pieces: list[Piece]) -> list[str]:
    """Of the new words nearest the figure: they alone, with a known word, and as one with what they touch."""
    place = next((number for number in range(len(pieces) - 1, -1, -1) if pieces[number].kind == "new"), None)
    if place is None:
        return []
    whole = pieces[place].word
    name = whole if whole.isascii() else whole[-LONGEST:]
    known = [piece.word for piece in pieces if piece.kind == "known"]
    found = [name, *(f"{_as_group(word)}…{name}" for word in known[-2:])]
    for touching in (pieces[place - 1 : place + 1], pieces[place : place + 2]):
        if len(touching) == 2 and all(piece.kind != "filler" for piece in touching):
            found.append("".join(piece.word for piece in touching))
    if len(whole) > TAIL + 2 and not whole[-TAIL:].isascii():
        found.append(whole[-TAIL:])
    return found


def _of_known(pieces: list[Piece]) -> list[str]:
    """Known words, which no metric of the quantity's unit had together as yet."""
    words = [piece.word for piece in pieces if piece.kind == "known"][-3:]
    pairs = [f"{_as_group(words[-2])}…{words[-1]}"] if len(words) >= 2 else []
    return [*pairs, *("…".join(words) for _ in words[2:]), *words[-1:]]


def _as_group(word: str) -> str:
    """The group that a word belongs to, where it is one only."""
    named = [name for name, words in load_groups().items() if word in words]
    return f"{{{named[0]}}}" if len(named) == 1 else word


def _terms_of(metric: Metric, groups: dict[str, tuple[str, ...]]) -> set[str]:
    """The words of a metric's wordings, and the pairs of characters of its name."""
    spelled = "…".join(metric.wordings)
    for name, words in groups.items():
        spelled = spelled.replace(f"{{{name}}}", "|".join(words))
    pairs = {metric.name.zh[at : at + 2] for at in range(len(metric.name.zh) - 1)}
    return {term.removesuffix("!") for term in re.split(r"[…|]", spelled) if len(term) >= 2} | pairs


@cache
def _fillers() -> frozenset[str]:
    """Words of at least two characters that name nothing that is counted: fillers, scopes and times."""
    folder = catalogue_folder()
    times, cues = read_yaml(folder / "times.yaml"), read_yaml(folder / "cues.yaml")
    words = {*load_scopes().scopes, *cues["fillers"], *cues["stock"], *(word for name in _TIMES for word in times[name])}
    return frozenset(word for word in map(str, words) if len(word) >= 2)
