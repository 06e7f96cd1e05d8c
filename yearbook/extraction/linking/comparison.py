"""Whether a figure is an amount of change, in which direction, and against what it is measured.

同比下降6.25% is a change, -6.25 % against the year before; 提高到66% is a level again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from yearbook.extraction.linking.context import Context
from yearbook.extraction.linking.cues import Cues
from yearbook.extraction.linking.lexicon import Occurrence
from yearbook.extraction.linking.own_words import OwnWords
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.periods.time_words import load_time_words

_LIST_MARKS = re.compile(r"[\s、,，和及与以]*")
_REACHED = re.compile("[降减少低缩升增加高大][到至为]")  # 减少到, 增至: the end of a change
PREVIOUS_YEAR = "previous_year"


class Comparison(NamedTuple):
    """A change: its sign (-1 a fall, +1 a rise) and where its word begins."""

    sign: int
    verb_start: int


def find_comparison(text: str, here: Context, before: Comparison | None) -> Comparison | None:
    """The change that a figure states, None for a level. `before` is that of the figure before in the sentence."""
    match = here.change
    if match:
        if match["level"] and (match["fall"] or match["rise"]):
            return None
        return Comparison(-1 if match["fall_noun"] or match["fall"] else 1, here.clause_start + match.start())
    if here.bare and before is not None and here.previous is not None and _same_list(text, here):
        return before
    return _find_signed(text, here)


def _find_signed(text: str, here: Context) -> Comparison | None:
    """人均综合能耗243千克，同比-1.2%: the sign is that of the number; of several in a row it is open which is of what."""
    signed = here.mention.signed and load_time_words().previous_year.search(text, here.lead_start, here.mention.at)
    beside = (here.following, here.previous.mention if here.previous is not None else None)
    if not signed or any(other is not None and other.signed for other in beside):
        return None
    return Comparison(1, here.mention.at)


def _same_list(text: str, here: Context) -> bool:
    """Whether only a list mark stands between this figure and the one before, of the same unit."""
    previous = here.previous
    if previous is None or previous.mention.unit_as_written != here.mention.unit_as_written:
        return False
    return _LIST_MARKS.fullmatch(text, previous.mention.until, here.mention.at) is not None


def is_taken_away(terms: Sequence[Occurrence], comparison: Comparison, words: OwnWords) -> bool:
    """Whether the verb of an amount of change is itself what a metric of some terms counts (公务用车减少1386辆), but not in
    比上年减少14辆, nor right behind the value to which the change led (减少到1268辆，减少36辆).
    """
    here, reached = words.here, words.here.previous
    same_unit = reached is not None and reached.mention.unit_as_written == here.mention.unit_as_written
    if reached is not None and same_unit and _REACHED.search(words.text, reached.clause_start, reached.mention.at):
        return False
    return any(term.start <= comparison.verb_start < term.end for term in terms) and not words.is_compared


def find_baseline(text: str, here: Context, dates: list[Mention], year: int | None, cues: Cues) -> str | None:
    """What a change is measured against: "previous_year", a year, or None where the text does not state it.

    A named year that is the year before the one reported counts as previous_year; a plan period is named by its last year.
    """
    words, start, at = load_time_words(), here.sentence[0], here.mention.at
    spans = [date.when for date in dates if start <= date.at < at and date.when and not date.when.duration]
    first, last = (spans[-1].start_year, spans[-1].end_year) if spans else (None, None)
    if first and last and last - first >= 2 and cues.totals.search(text, start, at):
        return str(first - 1)  # “十三五”期间累计下降: against the year before the plan
    named = [date for date in dates if start <= date.at < at and date.when is not None and not date.when.duration]
    for date in reversed(named):
        if words.previous_year.search(text, date.until, at):
            break
        end_year = date.when.end_year or date.when.start_year if date.when else None
        if end_year is None or not words.base_before.search(text[max(start, date.at - 6) : date.at]):
            continue
        if words.base_after.match(text[date.until : at]):
            return PREVIOUS_YEAR if year is not None and end_year == year - 1 else str(end_year)
    behind = text[here.mention.until : here.tail_end + 6].lstrip("( ")
    if words.previous_year.search(text, start, at) or words.previous_year.match(behind):
        return PREVIOUS_YEAR
    if here.previous is not None and words.last_year.search(text, start, at):  # 上年336万元，本年308万元，下降8.3%
        return PREVIOUS_YEAR
    return None
