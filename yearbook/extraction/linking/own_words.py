"""The own words of a figure: what leads to it and what it counts, and how much of that a wording leaves unexplained.

… 全年清理腾退办公用房1240平方米，组织节能培训3期。
                                  └── own ──┘
A figure with a noun of its own belongs to that noun: a wording whose words stand elsewhere may claim it only where its own
words say nothing, and a word that is followed by another noun (会议|系统) is only that noun's modifier. Offsets count code points
of the normalized text; the own words are a set of bits, one a code point, so that many wordings are held against them at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from typing import Any, Generic, Literal, TypeVar

from yearbook.extraction.linking.candidate import is_of_budget, opens_with_part
from yearbook.extraction.linking.context import Context
from yearbook.extraction.linking.cues import Cues
from yearbook.extraction.linking.lexicon import Occurrence, Terms
from yearbook.extraction.linking.marks import end_of_last, last_of
from yearbook.extraction.periods.time_words import load_time_words

T = TypeVar("T")
LEAD = 40  # code points before a figure that are held against a wording
TAIL = 12  # … and behind it
LONGEST = 24  # code points of the longest term that may reach into them
KINDS = ("totals", "stock", "flow")  # the lists of cues that show a flow or a stock
_COMPARED = re.compile("比(?![例重率])|较")
_OPENING_COMPARED = re.compile("[^,。;]{0,14}(?:相比|相较|对比|比较),")  # 与上年相比，…: the whole sentence
_NEGATION_ENDS = frozenset("未有无\n")
_NEGATED = re.compile("(?:未|没有|无)$")
_BASE = re.compile("[^,。;、:()]{0,10}(?<!其)[中里](?:,[^,。;、:()]{0,10}|(?:仅|只|已|共)?有?)")
_LAST_CLAUSE = last_of(",(:")


class worked_out_once(Generic[T]):
    """functools.cached_property without its lock, which in Python 3.11 costs more than most of what is worked out here."""

    def __init__(self, work_out: Callable[[Any], T]) -> None:
        self._work_out, self._name = work_out, work_out.__name__

    def __get__(self, instance: object, owner: type) -> T:
        value = instance.__dict__[self._name] = self._work_out(instance)
        return value


class OwnWords:
    """What the words around one figure show of any metric that might claim it; each worked out when first asked for.

    Several terms are always given in their order.
    """

    def __init__(self, context: Context, text: str, terms: Terms, cues: Cues) -> None:
        self.here, self.text, self.terms, self.cues = context, text, terms, cues
        self.at, self.until = context.mention.at, context.mention.until
        self.begin = max(context.clause_start, self.at - LEAD)
        self.end = min(context.tail_end, self.until + TAIL)
        if "purposes" in context.nearby and (purpose := cues.purposes.search(text, self.until, self.end)):
            self.end = purpose.start()
        self.lead = (1 << (self.at - self.begin)) - 1  # the code points before the figure

    def goes_on_from(self, end: int) -> bool:
        """Nothing but fillers (约, 共, 达到 …) stands between `end` and the figure."""
        return end == self.at or (end < self.at and self._filled_from <= end)

    @worked_out_once
    def _filled_from(self) -> int:
        """Where the fillers begin that alone stand before the figure."""
        for run in self.cues.fillers.finditer(self.text, self.here.lead_start, self.at):
            if run.end() == self.at:
                return run.start()
        return self.at

    @worked_out_once
    def named_from(self) -> int:
        """Where what the figure is of may be named: where only marks stand between, in the clause of the figure before."""
        here, previous = self.here, self.here.previous
        return previous.clause_start if previous and (previous.from_value or here.goes_on) else here.clause_start

    @worked_out_once
    def is_addition(self) -> bool:
        """新增节水型机关35家 is not the stock of them."""
        if "added" not in self.here.nearby:
            return False
        own = self.text[self.here.clause_start : self.at]
        return bool(self.cues.added.search(own)) and not self.cues.stock.search(own)

    @worked_out_once
    def kind(self) -> Literal["flow", "stock"] | None:
        """Whether the words mean a flow or a stock: of the clauses that lead to the figure the nearest that shows it, else
        the tail, else what stands before the figure before; 累计 there outranks the tail.
        """
        here = self.here
        if here.nearby.isdisjoint(KINDS) or not self.cues.flow_or_stock.search(self.text, here.sentence[0], here.tail_end):
            return None
        theirs = max(here.lead_start, here.previous.tail_end) if here.previous is not None else here.lead_start
        if own := self._kind_before(theirs, self.at):
            return own
        tail, earlier = self._kind_of(self.until, here.tail_end), self._kind_before(here.sentence[0], theirs)
        summed = self.cues.totals.search(self.text, here.sentence[0], theirs)
        return earlier or tail if summed else tail or earlier

    def _kind_before(self, begin: int, end: int) -> Literal["flow", "stock"] | None:
        """That of the last clause of a stretch that shows one."""
        while end > begin:
            start = end_of_last(_LAST_CLAUSE, self.text, begin, end - 1)
            kind = self._kind_of(start, end)
            if kind is not None:
                return kind
            end = start
        return None

    def _kind_of(self, start: int, end: int) -> Literal["flow", "stock"] | None:
        """None where the words show neither, or both."""
        cues, text = self.cues, self.text
        if not cues.flow_or_stock.search(text, start, end):
            return None
        if cues.totals.search(text, start, end) and not cues.spans.search(text, start, end):
            return "stock"
        stock, flow = cues.stock.search(text, start, end), cues.flow.search(text, start, end)
        if bool(stock) == bool(flow):
            return None
        return "stock" if stock else "flow"

    @worked_out_once
    def names_no_whole(self) -> bool:
        """Whether a stage, a single thing, a rate for one or a rest may be named at all."""
        return self.cues.no_whole.search(self.text, self.named_from, self.here.tail_end) is not None

    @worked_out_once
    def stage(self) -> tuple[int, int] | None:
        """Where the own words name a stage (上拍, 申报) that no outcome follows."""
        last = None
        for match in self.cues.stages.finditer(self.text, self.named_from, self.here.tail_end):
            last = match
        if last is None or self.cues.outcomes.search(self.text, last.end(), self.here.tail_end):
            return None
        return last.span()

    @worked_out_once
    def single(self) -> tuple[int, int] | None:
        """Where the own words name a single thing, an extreme or a rest."""
        cues, text, start, end = self.cues, self.text, self.named_from, self.here.tail_end
        match = cues.rests.match(text, start) or cues.singles.search(text, start, end)
        return match.span() if match else None

    @worked_out_once
    def rates(self) -> list[tuple[int, int]]:
        """Where the own words name a rate for one (人均, 年均)."""
        return [match.span() for match in self.cues.rates.finditer(self.text, self.named_from, self.here.tail_end)]

    @worked_out_once
    def one(self) -> int:
        """Where in the sentence the words begin that tell of one thing alone (一辆越野车); the figure's place where none do, or
        where the whole is spoken of again behind them (全市政府采购规模5亿元，其中集中采购金额2亿元)."""
        match = self.cues.ones.search(self.text, self.here.sentence[0], self.at)
        return match.start() if match and not self.cues.wholes.search(self.text, match.end(), self.at) else self.at

    @worked_out_once
    def is_of_budget(self) -> bool:
        """Whether the figure is an item of a budget, of its own sentence or of the one before."""
        reached = "budgets" in self.here.nearby or opens_with_part(self.text, self.here)
        return reached and is_of_budget(self.text, self.here, self.cues)

    @worked_out_once
    def is_compared(self) -> bool:
        """Whether the own words measure against another time (比上年, 同比, 较2019年)."""
        start, at, text = self.here.clause_start, self.here.mention.at, self.text
        compared = _COMPARED.search(text, start, at) or _OPENING_COMPARED.match(text, self.here.sentence[0], at)
        return compared is not None or load_time_words().previous_year.search(text, start, at) is not None

    @worked_out_once
    def is_of_kind(self) -> bool:
        """Whether the own words, or those it goes on from, name one kind of bodies (学校), not as an example before 等."""
        about = self.here.previous if self.here.bare and self.here.previous else self.here
        return self.cues.body_kinds.search(self.text, about.examples_end, self.at) is not None

    def ends_in_level(self, terms: Sequence[Occurrence]) -> bool:
        """Whether a term stands in a verb of change that ends in a level (减少到390辆): what it reaches was not taken away."""
        start, match = self.here.clause_start, self.here.change
        if match is None or not match["level"]:
            return False
        first, last = start + match.start(), start + match.end()
        return any(first <= term.start < last for term in terms)

    def disowns(self, terms: Sequence[Occurrence], additive: bool) -> bool:
        """Whether a term is negated (未购置), or is one of the examples that 等 sums up (工作动态、预决算等信息468条), or 平均
        opens it (平均里程): then the figure is for one of what an additive metric sums. Nor is (单位：个) a noun.
        """
        text, start, examples_end = self.text, self.here.clause_start, self.here.examples_end
        for at, end, _ in terms:
            if text[at - 1] in _NEGATION_ENDS and _NEGATED.search(text, max(0, at - 2), at):
                return True
            if start <= at < examples_end and text[end] in "、等和及":
                return True
            if (additive and text.startswith("平均", at - 2)) or text.startswith("单位:", at):
                return True
        return False

    def changes_subject(self, terms: Sequence[Occurrence]) -> bool:
        """Whether terms stand in the sentence before, and the own one opens on something else (…；更换灯具60盏，投入48万元)."""
        start, previous = self.here.sentence[0], self.here.previous
        if previous is None or previous.mention.at < start:
            return False
        if any(self.holds(term) and self.content & self._bits(term.start, term.end) for term in terms):
            return False  # 改革前车辆64辆。取消28辆、保留36辆: the own verb goes on about them
        subject = self.cues.neutral.sub("", self.text[start : previous.mention.at])
        return len(subject) >= 2 and not any(term.term[-2:] in subject for term in terms)

    def counts_other(self, explained: int) -> bool:
        """Whether the figure counts a noun of its own that explains nothing, nor does any word before it (3个案例入选…)."""
        counted = self.here.counted
        return counted is not None and not explained & (self._bits(self.begin, self.here.mention.at) | self._bits(*counted))

    def tells_of_part(self, terms: Sequence[Occurrence]) -> bool:
        """Whether the next figure is a part of this one, and terms tell of that (63辆公车中52辆成交), or none leads here."""
        later, start = self.here.followers[0], self.here.clause_start
        if not _BASE.fullmatch(self.text, self.until, later.at):
            return False
        return terms[-1].start >= later.until or not any(start <= term.start < self.at for term in terms)

    def inherits_nothing(self, terms: Sequence[Occurrence]) -> bool:
        """Whether what stands elsewhere says too little (公共机构), one of several that 分别 sorts, or a title is counted."""
        here = self.here
        if self.text[self.at - 1] == "》" or (here.bare and "分别" in self.text[here.clause_start : here.mention.at]):
            return True
        says_little = all(self.cues.neutral.fullmatch(term.term) for term in terms)
        return says_little and not here.goes_on and not (here.previous is not None and here.previous.from_value)

    def holds(self, term: Occurrence) -> bool:
        """A term stands in the figure's own clause."""
        return self.here.clause_start <= term.start < self.here.tail_end

    def prefer(self, held: tuple[float, Occurrence, float]) -> tuple[bool, float, Occurrence]:
        """The order of terms that may fill one part: rather one of the own clause, then what scores more, then the later."""
        return self.holds(held[1]), held[0], held[1]

    @worked_out_once
    def content(self) -> int:
        """The code points that say something; none of a lead that repeats the one before, or that 等 sums up (文旅局等11家)."""
        says_nothing = self.here.bare or self.text[self.at - 1 : self.at] == "等"
        lead = 0 if says_nothing else self._content_of(self.begin, self.at)
        return lead | self._content_of(self.until, self.end)

    def _content_of(self, start: int, end: int) -> int:
        if start >= end:
            return 0
        begin = self.begin
        bits = ((1 << (end - start)) - 1) << (start - begin)
        for run in self.cues.neutral.finditer(self.text, start, end):
            first, last = run.span()
            bits ^= ((1 << (last - first)) - 1) << (first - begin)
        return bits

    def _bits(self, start: int, end: int) -> int:
        start, end = max(start, self.begin), min(end, self.end)
        return ((1 << (end - start)) - 1) << (start - self.begin) if start < end else 0

    @worked_out_once
    def _own_terms(self) -> list[Occurrence]:
        """The terms that lie in the own words, those that only reach into them too."""
        return self.terms.between(self.begin - (LONGEST if self.begin > self.here.clause_start else 0), self.end)

    def cover(self, known: Container[str]) -> int:
        """The code points of the own words that lie in those terms that are known."""
        bits, begin, end = 0, self.begin, self.end
        for first, last, term in self._own_terms:
            if last > begin and term in known:
                first, last = max(first, begin), min(last, end)
                bits |= ((1 << (last - first)) - 1) << (first - begin)
        return bits

    def count_unexplained(self, explained: int, elsewhere: Sequence[Occurrence]) -> int:
        """Code points of the own words that say something else than some terms that stand elsewhere, or parts of these."""
        left = self.content & ~explained
        count = left.bit_count()
        while left and elsewhere:
            first = (left & -left).bit_length() - 1
            length = (~(left >> first) & ((left >> first) + 1)).bit_length() - 1
            word = self.text[self.begin + first : self.begin + first + length]
            if any(word in term.term for term in elsewhere):  # 节能改造项目两个，投入改造资金560万元
                count -= length
            left &= ~(((1 << length) - 1) << first)
        return count

    def stands_beside(self, explained: int) -> bool:
        """Whether what is explained stands nearest to the figure of all that says something, before it or behind it."""
        said, behind = self.content | explained, self.until - self.begin
        lead, tail = said & self.lead, said >> behind << behind
        return bool(lead and explained >> (lead.bit_length() - 1) & 1) or bool(tail & -tail & explained)

    def count_displacing(self, explained: int) -> int:
        """Code points between the last explained word of the lead and the figure: they make another noun of it."""
        last = (explained & self.lead).bit_length()
        return ((self.content & self.lead) >> last).bit_count() if last else 0
