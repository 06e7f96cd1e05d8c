"""Where a figure stands: its sentence, what leads to it, what follows it, and how near each word of these is.

… 全市更新公务用车132辆，其中新能源119辆，占比90.2%。
  └── earlier ──┘└fig┘└── lead ──┘└fig┘"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from yearbook.extraction.linking.cues import Cues
from yearbook.extraction.mentions.mention import FIGURE_ROLES, Mention


def last_of(marks: str) -> re.Pattern[str]:
    """A pattern for all that goes before the last of some marks, and that mark; it looks from the end backwards."""
    return re.compile(rf".*[{re.escape(marks)}]", re.DOTALL)


def behind(last: re.Pattern[str], text: str, floor: int, before: int) -> int:
    """The place behind the last mark between `floor` and `before`; `floor` where there is none."""
    found = last.match(text, floor, before)
    return found.end() if found else floor


class InOrder:
    """Some mentions of a text, in its order; those of a stretch are found without looking at all of them."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._mentions = list(mentions)
        self._starts = [mention.at for mention in self._mentions]

    def between(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin from `start` to before `end`, counted in the folded text."""
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


SENTENCE_ENDS = "。;!?\n"  # in folded text
SENTENCE_END = re.compile(f"[{SENTENCE_ENDS}]")
_LAST_END = last_of(SENTENCE_ENDS)
EARLIER = 200  # code points of the sentence before that are looked at
REACH = 1000  # code points on either side at which a sentence is cut: only broken files hold longer ones
CLAUSE_BREAKS = ",、:()《》|"
CLAUSE_BREAK = re.compile(f"[{CLAUSE_BREAKS}]")
_LAST_BREAK = last_of(CLAUSE_BREAKS)
COUNTED = 2  # code points within which the noun that a figure counts follows it
TAIL_BREAK = re.compile(r"[,。;:()!?\n|《》]")


class Zone(NamedTuple):
    """A stretch of folded text and how near to the figure what stands there is, from 0 to 1."""

    start: int
    end: int
    nearness: float


FAINT = 0.1  # what is handed on fainter is left out
SHARED_ITEM = 4  # code points between the figures of a list that share the noun behind the last


@dataclass(slots=True)
class Context:
    """The surroundings of one figure in the folded text."""

    mention: Mention
    sentence: tuple[int, int]
    clause_start: int  # where the words that lead directly to the figure begin
    lead_start: int  # the end of the figure before, or the sentence's start
    tail_end: int  # where the words that follow directly end
    previous: Context | None  # of the figure before in the same sentence
    followers: list[Mention]  # the next figures of the sentence, three at most
    bare: bool  # nothing of its own leads to it: it speaks of what the one before spoke of
    from_value: bool  # the old value of a change from one to the other
    tailed: bool  # … unless what follows it says of what
    zones: list[Zone] = field(default_factory=list)
    handed_on: list[Zone] = field(default_factory=list)  # those of the figure before, where this one is bare

    @property
    def following(self) -> Mention | None:
        return self.followers[0] if self.followers else None


def survey(text: str, mentions: list[Mention], cues: Cues) -> list[Context]:
    """The surroundings of every figure among `mentions`, in order. Linear in the text's length."""
    figures = [mention for mention in mentions if mention.role in FIGURE_ROLES]
    others = InOrder(mention for mention in mentions if mention.role not in FIGURE_ROLES)
    found: list[Context] = []
    start = end = before_start = 0
    for number, mention in enumerate(figures):
        if mention.at >= end:
            start, end = _sentence_around(text, mention, end)
            before_start = _sentence_start(text, start)
        earlier = found[-1] if found and (found[-1].mention.at >= start or _goes_on(text, start, mention, others, cues)) else None
        followers = [figure for figure in figures[number + 1 : number + 4] if figure.at < end]
        later = followers[0] if followers else None
        lead_start = max(earlier.mention.until, start) if earlier else start
        clause_start = behind(_LAST_BREAK, text, lead_start, mention.at)
        lead = _without(text, clause_start, mention.at, others)
        bare = earlier is not None and _says_nothing_new(text, lead, earlier, cues)
        tail_end = _tail_end(text, mention, end, later)
        tailed = bare and len(cues.counted_noun.sub("", cues.fillers.sub("", text[mention.until : tail_end]))) >= 2
        here = Context(
            mention,
            (start, end),
            clause_start,
            lead_start,
            tail_end,
            earlier,
            followers,
            bare,
            bool(cues.from_word.search(lead)),
            tailed,
        )
        here.zones, here.handed_on = _zones(text, here, before_start), _handed_on(here)
        found.append(here)
    return found


def _says_nothing_new(text: str, lead: str, earlier: Context, cues: Cues) -> bool:
    """Only fillers lead to a figure, or they repeat what led to the one before (任务清理僵尸车40辆，实际清理53辆)."""
    left = cues.fillers.sub("", lead)
    return not left or (len(left) >= 2 and left in text[earlier.clause_start : earlier.mention.at])


def _goes_on(text: str, start: int, mention: Mention, others: InOrder, cues: Cues) -> bool:
    """…支出118万元;比上年减少10万元: behind a semicolon a figure that nothing else leads to goes on about the same."""
    if text[start - 1 : start] != ";" or mention.at - start > 24:
        return False
    return not cues.fillers.sub("", _without(text, start, mention.at, others))


def _sentence_start(text: str, before: int) -> int:
    """Where the sentence that ends just before `before` begins; `before` itself at the start of a paragraph."""
    end = before - 1
    if end <= 0 or text[end] == "\n":
        return before
    return behind(_LAST_END, text, max(0, end - EARLIER), end)


def _sentence_around(text: str, mention: Mention, floor: int) -> tuple[int, int]:
    """The sentence in which a mention stands, not before `floor`."""
    last = min(mention.until + REACH, len(text))
    stop = SENTENCE_END.search(text, mention.until, last)
    return behind(_LAST_END, text, max(floor, mention.at - REACH), mention.at), stop.start() if stop else last


def _without(text: str, start: int, end: int, others: InOrder) -> str:
    """The text from start to end without the dates and other non-figures in it."""
    kept: list[str] = []
    for other in others.between(start, end):
        kept.append(text[start : other.at])
        start = other.until
    kept.append(text[start:end])
    return "".join(kept)


def _tail_end(text: str, mention: Mention, sentence_end: int, later: Mention | None) -> int:
    """Where the words that directly follow a figure end: a break, or the next figure."""
    limit = later.at if later else sentence_end
    stop = TAIL_BREAK.search(text, mention.until, limit)
    end = stop.start() if stop else limit
    pause = text.find("、", mention.until, end)
    return pause if pause >= 0 and later is not None and end == limit else end


def _zones(text: str, here: Context, before_start: int) -> list[Zone]:
    mention, start = here.mention, here.sentence[0]
    own_start = here.clause_start
    zones = []
    if here.previous is not None and own_start == here.lead_start and not here.bare:
        # 4个办公区新增充电车位52个: the noun right behind the figure before is that one's
        own_start = min(own_start + COUNTED, mention.at)
        zones.append(Zone(here.clause_start, own_start, 0.5))
    zones.append(Zone(own_start, mention.at, 1.0))
    theirs = max(here.previous.tail_end, here.lead_start) if here.previous is not None else here.lead_start
    if theirs < here.clause_start:
        zones.append(Zone(theirs, here.clause_start, 0.75))
    if here.lead_start < min(theirs, here.clause_start):  # what the figure before counts
        zones.append(Zone(here.lead_start, min(theirs, here.clause_start), 0.5))
    if start < here.lead_start:
        zones.append(Zone(start, here.lead_start, 0.45))
    zones += _tail_zones(text, here)
    zones += _later_zones(text, here)
    if before_start < start:
        zones.append(Zone(before_start, start, 0.2))
    return zones


def _handed_on(here: Context) -> list[Zone]:
    if not here.bare or here.previous is None:
        return []
    before = (*here.previous.zones, *here.previous.handed_on)
    share = 0.3 if here.tailed else 0.95
    near = [zone for zone in before if zone.nearness * share >= FAINT and zone.end <= here.mention.at]
    return [Zone(zone.start, zone.end, zone.nearness * share) for zone in near]


def _later_zones(text: str, here: Context) -> list[Zone]:
    """What follows the tail, and the next figure's own noun where both share it (14家国家级、20家省级示范单位)."""
    later = here.following
    if later is None:
        return [Zone(here.tail_end, here.sentence[1], 0.3)]
    listed = text[here.tail_end : here.tail_end + 1] == "、"
    zones = [Zone(here.tail_end, later.at, 0.3)] if listed else []  # else it leads to the next figure
    if here.tail_end == later.at:
        zones.append(Zone(later.until, _tail_end(text, later, here.sentence[1], None), 0.4))
    end = here.tail_end
    for shared in here.followers:  # 6家单位、480余人、5300平方米的办公用房
        if text[end : end + 1] != "、" or shared.at - end > SHARED_ITEM:
            break
        end = _tail_end(text, shared, here.sentence[1], None)
        zones.append(Zone(shared.until, end, 0.4))
    return zones


def _tail_zones(text: str, here: Context) -> list[Zone]:
    """The noun that directly follows a figure is its own; what stands right before the next figure is rather that one's."""
    mention, later = here.mention, here.following
    if here.tail_end <= mention.until:
        if later is not None and later.at - mention.until <= 3 and not CLAUSE_BREAK.search(text, mention.until, later.at):
            shared = _tail_end(text, later, here.sentence[1], None)  # 81.4%计596家党政机关…: one noun for both
            return [Zone(later.until, shared, 0.8)]
        return []
    run_on = later is not None and here.tail_end == later.at
    if run_on and later is not None and here.tail_end - mention.until <= 2:
        shared = _tail_end(text, later, here.sentence[1], None)
        return [Zone(mention.until, here.tail_end, 1.0), Zone(later.until, shared, 0.8)]
    near = min(mention.until + 8, here.tail_end)
    if here.from_value:  # 由7个压缩为3个: what follows speaks of the change
        return [Zone(mention.until, here.tail_end, 0.3)]
    return [Zone(mention.until, near, 0.9 if run_on else 1.0), Zone(near, here.tail_end, 0.5 if run_on else 0.8)]
