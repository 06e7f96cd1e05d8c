"""A stated zero without a digit: 无群体性事件, 未收到申请, 零感染. Its mention is the word that says none."""

from __future__ import annotations

from decimal import Decimal

from yearbook.language.folding import Folded
from yearbook.language.mention import Mention, UnitReading
from yearbook.meaning.catalogue import Catalogue, Metric
from yearbook.meaning.cues import Cues
from yearbook.meaning.lexicon import Occurrence, Terms


def find_zeros(
    folded: Folded, source: str, mentions: list[Mention], terms: Terms, catalogue: Catalogue, cues: Cues
) -> list[Mention]:
    """The mentions with the stated zeros in them, in order: new ones, and 零 where it stood as a mere name."""
    meant = {word: metric for metric in catalogue.metrics.values() for word in metric.zeros}
    text = folded.text
    found: dict[int, Mention] = {}
    spoken = sorted(terms.of(meant), key=lambda term: (term.start, -term.end))
    reach = -1
    for term in spoken:
        if term.start < reach:
            continue  # within a longer one
        reach = term.end
        word = _none_word(text, term, cues)
        if word is not None and word[0] not in found:
            found[word[0]] = _zero_mention(folded, source, *word, meant[term.term])
    if not found:
        return mentions
    taken = {place for zero in found.values() for place in range(zero.at, zero.until)}
    kept = [mention for mention in mentions if taken.isdisjoint(range(mention.at, mention.until))]
    return sorted([*kept, *found.values()], key=lambda mention: mention.at)


def _none_word(text: str, term: Occurrence, cues: Cues) -> tuple[int, int] | None:
    start = max(0, term.start - 30)
    match = cues.none_before.search(text[start : term.start])
    if match and match.lastindex:
        return start + match.start(match.lastindex), start + match.end(match.lastindex)
    match = cues.none_after.match(text[term.end : term.end + 12])
    return (term.end + match.start(1), term.end + match.end(1)) if match else None


def _zero_mention(folded: Folded, source: str, at: int, until: int, metric: Metric) -> Mention:
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
