"""What the words that lead to a figure say of any metric that might claim it; each worked out once, when first asked."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Literal

from yearbook.extraction.linking.context import Context, behind, last_of
from yearbook.extraction.linking.cues import Cues
from yearbook.extraction.linking.lexicon import Occurrence

_LAST_CLAUSE = last_of(",(:")
MOST_UNEXPLAINED = 5  # code points; more speak no louder


class ContextCues:
    """The words around one figure."""

    def __init__(self, here: Context, text: str, cues: Cues) -> None:
        self.here, self.text, self.cues = here, text, cues

    def goes_on_from(self, end: int) -> bool:
        """Nothing but fillers (约, 共, 达到 …) stands between `end` and the figure."""
        at = self.here.mention.at
        return end == at or (end < at and self._filled_from <= end)

    @cached_property
    def _filled_from(self) -> int:
        """Where the fillers begin that alone stand before the figure."""
        at = self.here.mention.at
        runs = self.cues.fillers.finditer(self.text, self.here.lead_start, at)
        return next((run.start() for run in runs if run.end() == at), at)

    @cached_property
    def is_addition(self) -> bool:
        """新增节水型机关35家 is not the stock of them."""
        own = self.text[self.here.clause_start : self.here.mention.at]
        return bool(self.cues.added.search(own)) and not self.cues.stock.search(own)

    @cached_property
    def kind(self) -> Literal["flow", "stock"] | None:
        """Whether the words speak of a flow or of a stock: clause by clause away from the figure, the nearest that says it."""
        begin, end = self.here.sentence[0], self.here.mention.at
        while end > begin:
            start = behind(_LAST_CLAUSE, self.text, begin, end - 1)
            said = self._kind_of(start, end)
            if said is not None:
                return said
            end = start
        return self._kind_of(self.here.mention.until, self.here.tail_end)

    def _kind_of(self, start: int, end: int) -> Literal["flow", "stock"] | None:
        """None where the words say neither, or both."""
        cues, text = self.cues, self.text
        if not cues.flow_or_stock.search(text, start, end):
            return None
        if cues.total.search(text, start, end) and not cues.span.search(text, start, end):
            return "stock"
        stock, flow = cues.stock.search(text, start, end), cues.flow.search(text, start, end)
        if bool(stock) == bool(flow):
            return None
        return "stock" if stock else "flow"

    def unexplained(self, terms: Collection[Occurrence]) -> float:
        """What speaks against a metric named only further off: the words that lead to the figure and say something else."""
        here, own, at = self.here, [], self.here.clause_start
        for term in sorted(terms):
            if here.clause_start <= term.start < here.mention.at:
                own.append(self.text[at : term.start])
                at = max(at, term.end)
        own.append(self.text[at : here.mention.at])
        left = sum(len(self.cues.fillers.sub("", words)) for words in own)
        return 0.5 * min(left, MOST_UNEXPLAINED) if left >= 2 else 0.0
