"""A stated zero without a digit: 无群体性事件, 未收到申请, 零感染. Its mention is the word that says none."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from operator import attrgetter

from yearbook.catalogue.catalogue import Metric
from yearbook.catalogue.vocabulary import UnitReading
from yearbook.extraction.linking.cues import Cues
from yearbook.extraction.linking.lexicon import Lexicon
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.mentions.normalize import NormalizedText


def find_zeros(folded: NormalizedText, source: str, mentions: list[Mention], lexicon: Lexicon, cues: Cues) -> list[Mention]:
    """The mentions with the stated zeros in them, in order: new ones, and 零 where it stood as a mere name."""
    text = folded.text
    found: dict[int, Mention] = {}
    for spoken in lexicon.zero.finditer(text):
        word = _none_word(text, spoken.start(), spoken.end(), cues)
        if word is not None and word[0] not in found:
            found[word[0]] = _zero_mention(folded, source, *word, lexicon.zeros[spoken[0]])
    if not found:
        return mentions
    replaced = {mention.at for zero in found.values() for mention in _overlapped(mentions, zero)}
    kept = [mention for mention in mentions if mention.at not in replaced]
    return sorted([*kept, *found.values()], key=attrgetter("at"))


def _overlapped(mentions: list[Mention], zero: Mention) -> list[Mention]:
    """The mentions in whose place a stated zero stands; each takes at least one of its code points."""
    first = bisect_right(mentions, zero.at, key=attrgetter("until"))
    return [mention for mention in mentions[first : first + zero.until - zero.at] if mention.at < zero.until]


def _none_word(text: str, start: int, end: int, cues: Cues) -> tuple[int, int] | None:
    """The word near a stretch of text that says there was none of it."""
    floor = max(0, start - 30)
    match = cues.none_before.search(text[floor:start])
    if match and match.lastindex:
        return floor + match.start(match.lastindex), floor + match.end(match.lastindex)
    match = cues.none_after.match(text[end : end + 12])
    return (end + match.start(1), end + match.end(1)) if match else None


def _zero_mention(folded: NormalizedText, source: str, at: int, until: int, metric: Metric) -> Mention:
    start, end = folded.offsets.span_of(at, until)
    return Mention(
        start=start,
        end=end,
        at=at,
        until=until,
        text=source[start:end],
        role="metric",
        value=Decimal(0),
        value_as_written="0",
        readings=(UnitReading(metric.unit, Decimal(1)),),
        unit=metric.unit,
        metric=metric.id,
        confidence=0.95,
        rule="stated zero",
        reason="a stated zero without a digit",
    )
