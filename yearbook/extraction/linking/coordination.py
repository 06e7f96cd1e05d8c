"""Coordination: names and figures listed apart ("A、B和C分别为1、2、3"), also year by year ("2008年和2009年 A、B 分别…").

Offsets count code points of the normalized text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter

from yearbook.catalogue.weights import Weights
from yearbook.extraction.linking.comparison import Comparison
from yearbook.extraction.linking.context import Context, SortedMentions, Zone
from yearbook.extraction.linking.lexicon import Lexicon, Terms
from yearbook.extraction.mentions.mention import Mention, When
from yearbook.extraction.periods.time_words import load_time_words

# only behind one of these are names and figures listed apart
TRIGGER = re.compile("分别|依次|各自|各为|[两三四五六七八九十][项个][^,。;、:\\d]{0,4}指标")
_REST = re.compile("其[他它余]|剩余")  # what is left over takes no name from the others
_SEPARATOR = re.compile(r"[、,，]|以及|和|及|与")
_DIRECTIONS = re.compile(r"(?:下降|降低|减少|增长|上升|提高|增加|压减|约|近|超|超过|了|达|达到|为|逾|不足|[\s、,，和及与以])*+")


_PLACE = attrgetter("mention.at")
Piece = tuple[int, int]  # a stretch of text between list marks


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A figure's place in a list: the zones of its words, and the year where the list runs over years."""

    zones: list[Zone]
    when: When | None


def align_lists(
    text: str,
    figures: list[Context],
    comparisons: list[Comparison | None],
    dates: SortedMentions,
    lexicon: Lexicon,
    terms: Terms,
    weights: Weights,
) -> dict[int, ListPlace]:
    """For figures (by number) that stand in a list apart from their names: where their own words are."""
    placed: dict[int, ListPlace] = {}
    number = -1
    for trigger in TRIGGER.finditer(text):
        following = bisect_left(figures, trigger.end(), key=_PLACE)  # a list begins there: no list mark is a trigger
        if following == number or following == len(figures) or figures[following].lead_start > trigger.start():
            continue
        number = following
        run = _run_from(text, figures, number)
        if len(run) >= 2:
            names = _Names(lexicon, terms, comparisons[number] is not None)
            placed |= _align(text, run, number, dates, names, weights)
    return placed


def _run_from(text: str, figures: list[Context], first: int) -> list[Context]:
    """The figures from the first on that follow each other with nothing but list marks and directions between."""
    run = [figures[first]]
    for number in range(first + 1, len(figures)):
        left, right = run[-1], figures[number]
        if left.sentence != right.sentence or not _DIRECTIONS.fullmatch(text, left.mention.until, right.mention.at):
            break
        run.append(right)
    return run


def _align(
    text: str, run: list[Context], number: int, dates: SortedMentions, names_of: _Names, weights: Weights
) -> dict[int, ListPlace]:
    """The places of the figures of a run, whose first one has the given number."""
    first, tail = run[0], run[-1]
    start, end = first.lead_start, first.mention.at
    trigger = None
    for match in TRIGGER.finditer(text, start, end):
        trigger = match
    if trigger is None:
        return {}
    years = _years_before(text, dates, first.sentence[0], end)
    mentions = [figure.mention for figure in run]
    pieces, names = names_of.before(text, start, trigger.start(), mentions)
    if len(names) < len(run) and sum(end - start > 1 for start, end in pieces) < len(
        run
    ):  # 人均综合能耗291千克、人均用水量18吨，分别下降…: the names lead to figures of their own
        whole = names_of.before(text, first.sentence[0], trigger.start(), mentions)
        if len(whole[1]) > len(names):
            start, (pieces, names) = first.sentence[0], whole
    if len(years) < 2 and len(names) < len(run) <= len(
        pieces
    ):  # 煤炭、汽油、柴油用量: what no metric is named after counts as well
        names = pieces[-len(run) :]
    for count in range(len(names), 0, -1):
        over_years = len(years) >= 2 and len(years) * count == len(run)
        if count != len(run) and not over_years:
            continue
        chosen = names[-count:]
        shared = [
            (trigger.end(), end, weights.list_lead),
            (*chosen[-1], weights.list_before),  # 调配、盘活办公用房面积: the head noun stands behind the last name
            (start, chosen[0][0], weights.list_before),
            (first.sentence[0], start, weights.list_sentence),
            (tail.mention.until, tail.tail_end, weights.list_tail),
        ]
        return {
            number + position: ListPlace(
                []
                if _REST.match(text, chosen[position % count][0])
                else [(*chosen[position % count], weights.list_item), *shared],
                years[position // count] if over_years else None,
            )
            for position in range(len(run))
        }
    return {}


def _years_before(text: str, dates: SortedMentions, start: int, end: int) -> list[When]:
    """The single years named in a sentence before its list, without what they are measured against (与2015年相比)."""
    based = load_time_words().based_after
    return [
        date.when
        for date in dates.between(start, end)
        if date.when and date.when.start_year and date.when.start_month is None and not date.when.duration
        if not based.match(text[date.until : end])
    ]


@dataclass(frozen=True, slots=True)
class _Names:
    """Finds the items of a list of names: the pieces between list marks that name a metric which the figures could be of."""

    lexicon: Lexicon
    terms: Terms
    change: bool

    def before(self, text: str, start: int, end: int, mentions: list[Mention]) -> tuple[list[Piece], list[Piece]]:
        """The pieces between list marks, and those that name something; a mark within a term (购置及运行) separates nothing."""
        wordings = self.lexicon.wordings_in(frozenset(reading.unit for mention in mentions for reading in mention.readings))
        named = [term for term in self.terms.between(start, end) if term.end <= end and wordings.may_name(term.term, self.change)]
        pieces: list[Piece] = []
        begin = start
        for match in _SEPARATOR.finditer(text, start, end):
            if not any(term.start < match.start() and match.end() < term.end for term in named):
                pieces.append((begin, match.start()))
                begin = match.end()
        pieces.append((begin, end))
        return pieces, [piece for piece in pieces if any(piece[0] <= term.start and term.end <= piece[1] for term in named)]
