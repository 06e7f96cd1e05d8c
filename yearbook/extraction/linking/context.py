"""The context of a figure: its sentence, the words that lead to it and follow it, and zones of nearness around it.

… 全市更新公务用车132辆，其中新能源119辆，占比90.2%。
  └── earlier ──┘└fig┘└── lead ──┘└fig┘

All offsets count code points of the normalized text; nearness is a share of 1 (data/catalogue/weights.yaml).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from yearbook.catalogue.weights import Weights
from yearbook.extraction.linking.cues import CHANGES, Cues, NearbyCues
from yearbook.extraction.linking.marks import end_of_last, last_of, marks_of
from yearbook.extraction.mentions.mention import FIGURE_ROLES, Mention

SENTENCE_ENDS = "。;!?\n"
CLAUSE_BREAKS = ",、:()《》|"
REACH = 1000  # code points on either side at which a sentence is cut: only broken files hold longer ones
EARLIER = 200  # code points of the sentence before that are looked at
COUNTED = 2  # code points within which the noun that a figure counts follows it
WORDLESS = frozenset({"个", "项", "件"})  # measure words that say nothing of what is counted
NEAR_TAIL = 8  # code points behind a figure that are its own noun
SHARED_ITEM = 4  # code points between the figures of a list that share the noun behind the last
_SENTENCE_END = re.compile(f"[{SENTENCE_ENDS}]")
_LAST_END = last_of(SENTENCE_ENDS)
_LAST_BREAK = last_of(CLAUSE_BREAKS)
_LAST_COMMA = last_of(CLAUSE_BREAKS.replace("、", ""))
_PAUSE = re.compile(marks_of("、"))
_WORTH = re.compile("[,、(]总?(?:价值|原值|估值|金额)(?:约|近|超|达|共计?|为|合计)?")
_TAIL_BREAK = re.compile(marks_of(",。;:()!?\n|《》"))


class SortedMentions:
    """Some mentions of a text in its order; those of a stretch are found by bisection."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._mentions = list(mentions)
        self._starts = [mention.at for mention in self._mentions]

    def between(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin from `start` to before `end`."""
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


Zone = tuple[int, int, float]  # a stretch of text and how near to the figure what stands there is, from 0 to 1


@dataclass(slots=True)
class Context:
    """The context of one figure."""

    mention: Mention
    sentence: tuple[int, int]  # the same one for all its figures
    clause_start: int  # where the words that lead directly to the figure begin
    examples_end: int  # where the examples end that open this clause (工作动态、预决算|等信息); clause_start where there are none
    lead_start: int  # the end of the figure before, or the sentence's start
    tail_end: int  # where the words that follow directly end
    previous: Context | None  # of the figure before in the same sentence
    followers: list[Mention]  # the next figures of the sentence, three at most
    bare: bool  # nothing of its own leads to it: it is about what the one before was about …
    from_word: int | None  # where the word begins that makes it the old value of a change from one to the other
    change: re.Match[str] | None  # the word of a change that leads to it, in the text of its clause up to it
    tailed: bool  # … unless what follows it names something
    counted: tuple[int, int] | None  # the noun right behind a figure whose measure word does not tell what it counts
    goes_on: bool  # nothing at all but marks stands between it and the one before (接待8批、15人次)
    worth: bool  # what the things are worth that the figure before counts (资产216台，价值185万元)
    nearby: frozenset[str]  # the lists of cues that have a word in its stretch of text
    zones: list[Zone] = field(default_factory=list)
    handed_on: list[Zone] = field(default_factory=list)  # those of the figure before, where this one is bare

    @property
    def from_value(self) -> bool:
        return self.from_word is not None

    @property
    def surroundings(self) -> tuple[int, int]:
        """The sentence, and the one before as far as it counts."""
        return min(self.zones)[0] if self.zones else self.sentence[0], self.sentence[1]

    @property
    def following(self) -> Mention | None:
        return self.followers[0] if self.followers else None


def read_contexts(text: str, mentions: list[Mention], cues: Cues, weights: Weights) -> list[Context]:
    """The context of every figure among `mentions`, in order. Linear in the text's length."""
    figures = [mention for mention in mentions if mention.role in FIGURE_ROLES]
    others = SortedMentions(mention for mention in mentions if mention.role not in FIGURE_ROLES)
    found: list[Context] = []
    start = end = before_start = behind = 0
    sentence = start, end
    nearby_cues, nearby = NearbyCues(text), frozenset[str]()
    for number, mention in enumerate(figures):
        at, until = mention.at, mention.until
        if at >= end:
            start, end = sentence = _sentence_around(text, mention, end)
            before_start = _sentence_start(text, start)
            nearby = nearby_cues.at(at)
            behind = bisect_left(figures, end, number, key=lambda figure: figure.at)  # the first behind the sentence
        earlier = found[-1] if found and (found[-1].mention.at >= start or _goes_on(text, start, mention, others, cues)) else None
        followers = figures[number + 1 : min(number + 4, behind)]
        lead_start = max(earlier.mention.until, start) if earlier else start
        clause_start = end_of_last(_LAST_BREAK, text, lead_start, at)
        examples_end = clause_start
        if text[clause_start - 1 : clause_start] == "、" and (sums_up := text.rfind("等", clause_start, at)) >= 0:
            clause_start, examples_end = end_of_last(_LAST_COMMA, text, lead_start, clause_start), sums_up
        lead = _without(text, clause_start, at, others)
        bare = earlier is not None and _adds_nothing(text, lead, earlier, cues)
        tail_end = _tail_end(text, until, end, followers[0] if followers else None)
        tailed = bare and len(cues.counted_nouns.sub("", cues.fillers.sub("", text[until:tail_end]))) >= 2
        here = Context(
            mention,
            sentence,
            clause_start,
            examples_end,
            lead_start,
            tail_end,
            earlier,
            followers,
            bare,
            from_word=_find_from_word(text, clause_start, at, lead, cues) if "from_words" in nearby else None,
            change=None if nearby.isdisjoint(CHANGES) else cues.change.search(text[clause_start:at]),
            tailed=tailed,
            counted=_find_counted(text, until, tail_end, cues) if mention.unit_as_written in WORDLESS else None,
            goes_on=bare and not tailed and text[lead_start:at] in ("", "、", ","),
            worth=earlier is not None and _WORTH.fullmatch(text, lead_start, at) is not None,
            nearby=nearby,
        )
        here.zones = _zones_before(here, weights)
        here.zones += _tail_zones(text, here, weights)
        here.zones += _later_zones(text, here, weights)
        if "spent_on" in nearby:
            here.zones += _purpose_zones(text, here, cues, weights)
        if before_start < start:
            here.zones.append((before_start, start, weights.zone_sentence_before))
        if bare and earlier is not None:
            here.handed_on = _hand_on(here, earlier, weights)
        found.append(here)
    return found


def _find_from_word(text: str, start: int, at: int, lead: str, cues: Cues) -> int | None:
    """Where 由 or 从 stands before an old value, dates between them aside (由2019年的31%)."""
    if not cues.from_words.search(lead):
        return None
    return max(text.rfind("由", start, at), text.rfind("从", start, at))


def _adds_nothing(text: str, lead: str, earlier: Context, cues: Cues) -> bool:
    """Only fillers lead to a figure, or they repeat what led to the one before (任务清理僵尸车40辆，实际清理53辆)."""
    left = lead and cues.fillers.sub("", lead)
    return not left or (len(left) >= 2 and left in text[earlier.clause_start : earlier.mention.at])


def _goes_on(text: str, start: int, mention: Mention, others: SortedMentions, cues: Cues) -> bool:
    """…支出118万元;比上年减少10万元: behind a semicolon a figure that nothing else leads to goes on about the same."""
    if text[start - 1 : start] != ";" or mention.at - start > 24:
        return False
    return not cues.fillers.sub("", _without(text, start, mention.at, others))


def _sentence_start(text: str, before: int) -> int:
    """Where the sentence that ends just before `before` begins; `before` itself at the start of a paragraph."""
    end = before - 1
    if end <= 0 or text[end] == "\n":
        return before
    return end_of_last(_LAST_END, text, max(0, end - EARLIER), end)


def _sentence_around(text: str, mention: Mention, floor: int) -> tuple[int, int]:
    """The sentence in which a mention stands, not before `floor`."""
    last = min(mention.until + REACH, len(text))
    stop = _SENTENCE_END.search(text, mention.until, last)
    return end_of_last(_LAST_END, text, max(floor, mention.at - REACH), mention.at), stop.start() if stop else last


def _without(text: str, start: int, end: int, others: SortedMentions) -> str:
    """The text from start to end without the dates and other non-figures in it."""
    kept = ""
    for other in others.between(start, end):
        kept += text[start : other.at].rstrip("前上下第" if other.role == "date" else "")  # 前10个月, 上半年
        start = other.until
    return kept + text[start:end]


def _tail_end(text: str, until: int, sentence_end: int, later: Mention | None) -> int:
    """Where the words end that directly follow a figure that ends at `until`: a break, or the next figure."""
    limit = later.at if later else sentence_end
    stop = _TAIL_BREAK.search(text, until, limit)
    end = stop.start() if stop else limit
    pause = _PAUSE.search(text, until, end) if later is not None and end == limit else None
    return pause.start() if pause else end


def _zones_before(here: Context, weights: Weights) -> list[Zone]:
    start, own_start, previous = here.sentence[0], here.clause_start, here.previous
    zones = []
    if previous is not None and own_start == here.lead_start and not here.bare:
        # 4个办公区新增充电车位52个: the noun right behind the figure before is that one's
        own_start = min(own_start + COUNTED, here.mention.at)
        zones.append((here.clause_start, own_start, weights.zone_counted))
    zones.append((own_start, here.mention.at, weights.zone_clause))
    theirs = max(previous.tail_end, here.lead_start) if previous is not None else here.lead_start
    if theirs < here.clause_start:
        zones.append((theirs, here.clause_start, weights.zone_clause_before))
    if here.lead_start < min(theirs, here.clause_start):
        zones.append((here.lead_start, min(theirs, here.clause_start), weights.zone_counted_before))
    if start < here.lead_start:
        end = previous.from_word if previous is not None and previous.from_word is not None else here.lead_start
        zones.append((start, end, weights.zone_sentence))  # what stands behind 由 is the old value's alone
    return zones


def _tail_zones(text: str, here: Context, weights: Weights) -> list[Zone]:
    """The noun that directly follows a figure is its own; what stands right before the next figure is rather that one's."""
    until, later, end = here.mention.until, here.following, here.tail_end
    if end <= until:
        if later is None or later.at - until > 3 or text[until : later.at].strip("、 ") or not _tail_is_shared(text, here, later):
            return []
        return [_shared_noun(text, here, later, weights)]
    run_on = later is not None and end == later.at
    if run_on and later is not None and end - until <= 2:
        return [(until, end, weights.zone_tail), _shared_noun(text, here, later, weights)]
    if here.from_value:
        return []  # 由7个压缩为3个: what follows is about the change
    near = min(until + NEAR_TAIL, end)
    return [
        (until, near, weights.zone_tail_run_on if run_on else weights.zone_tail),
        (near, end, weights.zone_tail_far_run_on if run_on else weights.zone_tail_far),
    ]


def _find_counted(text: str, until: int, tail_end: int, cues: Cues) -> tuple[int, int] | None:
    """The noun behind a figure of WORDLESS (3个|案例|入选…); None where there is none, and for bodies and places."""
    if cues.places.match(text, until):
        return None
    modifier = cues.neutral.match(text, until, tail_end)
    start = modifier.end() if modifier else until
    ends = (one.start() for one in cues.neutral.finditer(text, start, tail_end) if one.end() - one.start() > 1)
    end = next(ends, tail_end)  # one code point ends no noun (办公用房|维修, 竣工的|维修项目)
    if head := cues.counted_nouns.match(text, end):
        end = head.end()
    return None if end - start < COUNTED or cues.bodies.match(text, until) or cues.bodies.match(text, end) else (start, end)


def _tail_is_shared(text: str, here: Context, later: Mention) -> bool:
    """6家单位、480人的办公用房, but not 4家、3家单位分别获评: there each has its own."""
    return "分别" not in text[later.until : _tail_end(text, later.until, here.sentence[1], None)]


def _shared_noun(text: str, here: Context, later: Mention, weights: Weights) -> Zone:
    """81.4%计596家党政机关…: one noun behind two figures."""
    return (later.until, _tail_end(text, later.until, here.sentence[1], None), weights.zone_shared_noun)


def _later_zones(text: str, here: Context, weights: Weights) -> list[Zone]:
    """What follows the tail, and the next figure's own noun where both share it (14家国家级、20家省级示范单位)."""
    later, end = here.following, here.tail_end
    if later is None:
        return [(end, here.sentence[1], weights.zone_after_tail)]
    # behind any other mark the words lead to the next figure
    zones = [(end, later.at, weights.zone_after_tail)] if text[end : end + 1] == "、" else []
    if end == later.at:
        zones.append((later.until, _tail_end(text, later.until, here.sentence[1], None), weights.zone_listed_noun))
    for shared in here.followers:  # 6家单位、480余人、5300平方米的办公用房
        if text[end : end + 1] != "、" or shared.at - end > SHARED_ITEM:
            break
        end = _tail_end(text, shared.until, here.sentence[1], None)
        zones.append((shared.until, end, weights.zone_listed_noun))
    return zones


def _purpose_zones(text: str, here: Context, cues: Cues, weights: Weights) -> list[Zone]:
    """投入1200万元,对9处办公用房实施维修: the clause that opens with what the money was spent on, its own figure or not."""
    start = here.tail_end + 1
    if text[start - 1 : start] != "," or not here.mention.unit_as_written.endswith("元") or not cues.spent_on.match(text, start):
        return []
    stop = _TAIL_BREAK.search(text, start, here.sentence[1])
    return [(start, stop.start() if stop else here.sentence[1], weights.zone_after_tail)]


def _hand_on(here: Context, previous: Context, weights: Weights) -> list[Zone]:
    """The zones of the figure before, for one that nothing of its own leads to."""
    share, at = weights.handed_on_tailed if here.tailed else weights.handed_on, here.mention.at
    before = [*previous.zones, *previous.handed_on]
    if previous.counted is not None:  # 3个案例入选公共机构案例集，全国共40个: 案例 too
        before = [(start, min(end, previous.counted[1]), nearness) for start, end, nearness in before]
    limit, faint = previous.from_word or at, weights.faint
    return [
        (start, min(end, limit), nearness * share)
        for start, end, nearness in before
        if nearness * share >= faint and end <= at and start < limit
    ]
