"""An unclaimed quantity with the words around it: what a person has before them who teaches the catalogue what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from yearbook.catalogue.catalogue import Catalogue, Metric
from yearbook.extraction.extractor import understand_text
from yearbook.extraction.linking.comparison import find_comparison
from yearbook.extraction.linking.context import Context, Zone, survey
from yearbook.extraction.linking.cues import load_cues
from yearbook.extraction.linking.lexicon import load_groups, read_wording
from yearbook.extraction.linking.metric_scoring import OWN, RELATIVE, UNITLESS
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.mentions.passage import read_passage
from yearbook.extraction.tables.table import find_cells

BEFORE, BEHIND = 600, 300  # code points of the report that are read besides; of a table, all rows above


class Obstacle(NamedTuple):
    """Why a metric does not claim a quantity; `words` are those that stand in the way, or are missing."""

    kind: Literal["relative", "unit", "never", "change", "level", "words", "excluded", "context", "weak"]
    words: str = ""


@dataclass(frozen=True, slots=True)
class ContextPreview:
    """A quantity in the folded text, and the words that speak of it."""

    stretch: str  # of the report, as it stands there
    text: str  # the same folded
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
    passage, cues = read_passage(source[begin:end]), load_cues()
    read = {mention.start: mention for mention in understand_text(source[begin:end], catalogue, publisher, year)[1]}
    text, before = passage.folded.text, None
    for here in survey(text, passage.mentions, cues):
        comparison = find_comparison(text, here, before, cues)
        before = comparison
        if not here.mention.start <= start - begin < here.mention.end:
            continue
        cell = find_cells(passage, passage.mentions, cues).get(here.mention.at)
        zones = cell.zones if cell else [*here.zones, *here.handed_on]
        understood = read.get(here.mention.start, here.mention)
        return ContextPreview(
            source[begin:end],
            text,
            here,
            _read_words(text, zones, passage.mentions),
            _units_of(understood),
            cell.change if cell else comparison is not None,
        )
    return None


def find_obstacle(vicinity: ContextPreview, metric: Metric | None, wordings: tuple[str, ...] = ()) -> Obstacle | None:
    """Why `metric` does not claim the quantity by one of `wordings`; without a metric why none can, None where one could."""
    mention, here = vicinity.mention, vicinity.here
    if mention.unit_as_written in RELATIVE:
        return Obstacle("relative", mention.unit_as_written)
    if not vicinity.units or (metric is not None and metric.unit not in vicinity.units):
        return Obstacle("unit", mention.unit_as_written)
    never = load_cues().never.search(vicinity.text, here.clause_start, mention.at)
    if never:
        return Obstacle("never", never.group())
    if metric is None:
        return None
    if vicinity.change != (metric.kind == "change"):
        return Obstacle("change" if vicinity.change else "level")
    return _find_obstacle_in_words(vicinity, metric, wordings)


def _find_obstacle_in_words(vicinity: ContextPreview, metric: Metric, wordings: tuple[str, ...]) -> Obstacle:
    groups, around = load_groups(), "\n".join(words for _, words in vicinity.words)
    for wording in wordings:
        for written, part in zip(wording.split("…"), read_wording(metric, wording, groups).parts, strict=True):
            if not any(term in around for term in part):
                return Obstacle("words", written.removesuffix("!"))
    own = "\n".join(words for nearness, words in vicinity.words if nearness >= OWN)
    for word in metric.exclusions:
        if word in own:
            return Obstacle("excluded", word)
    if metric.context and not any(word in around for word in metric.context):
        return Obstacle("context", "|".join(metric.context))
    return Obstacle("weak")


def _read_words(text: str, zones: list[Zone], mentions: list[Mention]) -> tuple[tuple[float, str], ...]:
    read = []
    for zone in sorted(zones, key=lambda zone: (-zone.nearness, -zone.start)):
        words, at = "", zone.start
        for mention in mentions:
            if zone.start <= mention.at < zone.end:
                words, at = words + text[at : mention.at] + " ", mention.until
        read.append((zone.nearness, words + text[at : zone.end]))
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
