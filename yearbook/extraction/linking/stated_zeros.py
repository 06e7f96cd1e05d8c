"""A stated zero without a digit: 无群体性事件, 未收到申请, 零感染. The span of its mention is the word that states none."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from operator import attrgetter

from yearbook.catalogue.catalogue import Metric
from yearbook.catalogue.vocabulary import UnitReading
from yearbook.extraction.linking.cues import Cues
from yearbook.extraction.linking.lexicon import Lexicon
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.mentions.numerals import CHINESE
from yearbook.extraction.mentions.passage import Passage

_NUMERAL = re.compile(rf"[\d{CHINESE}]")


def add_stated_zeros(passage: Passage, lexicon: Lexicon, cues: Cues, confidence: float) -> list[Mention]:
    """The mentions of a passage with the stated zeros among them, in order; one takes the place of a 零 that was a mere name.

    A 零 that is part of a longer numeral (三零) states no zero.
    """
    text = passage.normalized.text
    found: dict[int, Mention] = {}
    for zero in lexicon.zero.finditer(text):
        word = _find_none_word(text, zero.start(), zero.end(), cues)
        if word is not None and word[0] not in found:
            found[word[0]] = _make_zero(passage, *word, lexicon.zeros[zero[0]], confidence)
    if not found:
        return passage.mentions
    covered = [(zero, _overlapped(passage.mentions, zero)) for zero in found.values()]
    zeros = [(zero, mentions) for zero, mentions in covered if not _NUMERAL.search(_outside(text, zero, mentions))]
    replaced = {mention.at for _, mentions in zeros for mention in mentions}
    kept = [mention for mention in passage.mentions if mention.at not in replaced]
    return sorted([*kept, *(zero for zero, _ in zeros)], key=attrgetter("at"))


def _outside(text: str, zero: Mention, mentions: list[Mention]) -> str:
    """What mentions cover beside a stated zero in their place."""
    return "".join(text[mention.at : zero.at] + text[zero.until : mention.until] for mention in mentions)


def _overlapped(mentions: list[Mention], zero: Mention) -> list[Mention]:
    """The mentions in whose place a stated zero stands; each spans at least one of its code points."""
    first = bisect_right(mentions, zero.at, key=attrgetter("until"))
    return [mention for mention in mentions[first : first + zero.until - zero.at] if mention.at < zero.until]


def _find_none_word(text: str, start: int, end: int, cues: Cues) -> tuple[int, int] | None:
    """The word near a stretch of text that states that there was none of it."""
    floor = max(0, start - 30)
    match = cues.none_before.search(text[floor:start])
    if match and match.lastindex:
        return floor + match.start(match.lastindex), floor + match.end(match.lastindex)
    match = cues.none_after.match(text[end : end + 12])
    return (end + match.start(1), end + match.end(1)) if match else None


def _make_zero(passage: Passage, at: int, until: int, metric: Metric, confidence: float) -> Mention:
    start, end = passage.normalized.offsets.span_of(at, until)
    return Mention(
        at,
        until,
        "metric",
        Decimal(0),
        value_as_written="0",
        readings=(UnitReading(metric.unit, Decimal(1)),),
        unit=metric.unit,
        reason="stated_zero",
        start=start,
        end=end,
        text=passage.source[start:end],
        metric=metric.id,
        confidence=confidence,
        rule="stated zero",
    )
