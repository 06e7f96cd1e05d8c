"""Whether a figure is an amount of change, in which direction, and against what it is measured.

同比下降6.25% is a change, -6.25 % against the year before; 提高到66% is a level again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from yearbook.language.mention import Mention
from yearbook.meaning.cues import Cues
from yearbook.meaning.surroundings import Surroundings

PREVIOUS_YEAR = "previous_year"
_PREVIOUS = re.compile(
    r"同比|(?:比|较|与|同)(?:上一?年度?|去年|上年)(?:同期)?|(?:上年|去年)同期|环比上年|比上年|较上年|同上年|按年"
)
_NAMED = re.compile(r"(?:比|较|与|同|以|对比|相比|相较|在)$")
_AFTER_NAMED = re.compile(r"^(?:度|末|底|初)?(?:同期|全年)?(?:相比|比较|为基[数期年]|为基准|的?基[数础]上|的?水平|下降|降低|减少|增长|上升|提高|增加|累计|仅|分别|[,，]|年均|平均|来|的)")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A change: its sign (-1 a fall, +1 a rise) and where the word that says so begins in the folded text."""

    sign: int
    verb_start: int


def find_comparison(text: str, here: Surroundings, before: Comparison | None, cues: Cues) -> Comparison | None:
    """The change that a figure states, None for a level. `before` is that of the figure before in the sentence."""
    start = here.clause_start
    match = cues.change.search(text[start : here.mention.at])
    if match:
        if match["level"] and (match["fall"] or match["rise"]):
            return None
        return Comparison(-1 if match["fall_noun"] or match["fall"] else 1, start + match.start())
    if here.bare and before is not None and here.previous is not None and _same_list(text, here):
        return before
    return None


def _same_list(text: str, here: Surroundings) -> bool:
    """Whether only a list mark stands between this figure and the one before, of the same unit."""
    previous = here.previous
    if previous is None or previous.mention.unit_as_written != here.mention.unit_as_written:
        return False
    return re.fullmatch(r"[\s、,，和及与以]*", text[previous.mention.until : here.mention.at]) is not None


def find_baseline(text: str, here: Surroundings, dates: list[Mention], year: int | None) -> str | None:
    """What a change is measured against: "previous_year", a year, or None where the text does not say.

    A named year that is the year before the one reported counts as previous_year; a plan period is named by its last year.
    """
    start = here.sentence[0]
    named = [date for date in dates if start <= date.at < here.mention.at and date.when is not None]
    for date in reversed(named):
        when = date.when
        if when is None or when.end_year is None:
            continue
        lead, rest = text[max(start, date.at - 6) : date.at].rstrip("\"“”'("), text[date.until : here.mention.at].lstrip("\"“”')")
        if _NAMED.search(lead) and (_AFTER_NAMED.search(rest) or not rest):
            base = when.end_year
            return PREVIOUS_YEAR if year is not None and base == year - 1 else str(base)
        if _PREVIOUS.search(text, date.until, here.mention.at):
            break
    if _PREVIOUS.search(text, start, here.mention.at):
        return PREVIOUS_YEAR
    return None
