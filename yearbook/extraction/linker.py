"""Links the figures of one text: each gets its metric, unit, value, scope, period and baseline.

One question is answered for many figures before the next one is asked: its rules stay in the processor's caches, which takes
a tenth off the time that all questions for one figure after the other would take; and so do the figures, being not too many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from yearbook.catalogue.catalogue import Catalogue, Metric, Scope
from yearbook.catalogue.weights import Weights
from yearbook.extraction.linking.candidate import Candidate, Signs, is_of_another, measure_confidence, name_support, read_signs
from yearbook.extraction.linking.comparison import Comparison, find_baseline, find_comparison
from yearbook.extraction.linking.context import Context, SortedMentions
from yearbook.extraction.linking.coordination import align_lists
from yearbook.extraction.linking.cues import Cues
from yearbook.extraction.linking.lexicon import Lexicon, Terms
from yearbook.extraction.linking.metric_scoring import Figure, Gathered, gather_terms, rank_metrics
from yearbook.extraction.linking.report_metadata import ReportMetadata
from yearbook.extraction.linking.scope import ScopeReader
from yearbook.extraction.linking.target import find_plan_sections, is_near_plan, is_target
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.periods.binding import OPEN, Period, PeriodReader, Side, Subject

BATCH = 100  # figures that are linked together


class Claim(NamedTuple):
    """Which metric claims a figure: a candidate's, else that of a stated zero; and what else might have claimed it."""

    metric: Metric | None
    chosen: Candidate | None
    signs: Signs | None  # of the chosen one
    confidence: float | None
    others: list[Candidate]


@dataclass(frozen=True, slots=True)
class Linker:
    """Links the figures of one text. Offsets count code points of the normalized text."""

    text: str
    report: ReportMetadata
    catalogue: Catalogue
    lexicon: Lexicon
    terms: Terms
    cues: Cues
    weights: Weights
    in_field: bool  # the whole report is about the affairs of government offices
    periods: PeriodReader
    scopes: ScopeReader

    def link_all(self, mentions: list[Mention], contexts: list[Context]) -> list[Mention]:
        """The mentions in their order, each figure (those of `contexts`) with its metric, unit, scope, period and baseline."""
        by_place: dict[int, Mention] = {}
        claims: list[Claim] = []
        every = self._read_figures(mentions, contexts)
        while figures := list(islice(every, BATCH)):
            gathered = [self._gather(figure) for figure in figures]
            ranked = [self._rank(figure, near) for figure, near in zip(figures, gathered, strict=True)]
            new = self._choose_all(figures, ranked, claims)
            periods = [self._find_period(figure, claim.metric) for figure, claim in zip(figures, new, strict=True)]
            scopes = [self._find_scope(figure, claim.metric) for figure, claim in zip(figures, new, strict=True)]
            by_place.update((one.at, one) for one in map(self._link, figures, new, periods, scopes))
        return [by_place.get(mention.at, mention) for mention in mentions]

    def _read_figures(self, mentions: list[Mention], contexts: list[Context]) -> Iterator[Figure]:
        text, cues, year = self.text, self.cues, self.report.report_year
        dates = SortedMentions(mention for mention in mentions if mention.role == "date")
        comparisons: list[Comparison | None] = []
        for here in contexts:
            may_change = here.change is not None or here.bare
            before = comparisons[-1] if may_change and here.previous is not None else None
            comparisons.append(find_comparison(text, here, before) if may_change else None)
        places = align_lists(text, contexts, comparisons, dates, self.lexicon, self.terms, self.weights)
        plans = find_plan_sections(text, cues)
        target, sentence, near_dates = False, (-1, -1), list[Mention]()
        for number, here in enumerate(contexts):
            at = here.mention.at
            if here.sentence is not sentence:
                sentence = here.sentence
                near_dates = dates.between(*sentence)
            while plans and plans[0][1] <= at:
                del plans[0]
            planned = (bool(plans) and plans[0][0] <= at) or self._is_plan(at, near_dates)
            planned = planned and not cues.done.search(text, here.lead_start, at)
            follows_target = target and here.previous is not None
            target = here.mention.metric is None and (planned or is_target(text, here, follows_target, near_dates, year, cues))
            zones, handed_on, place = here.zones, here.handed_on, places.get(number)
            if place is not None:
                zones, handed_on = place.zones, []
            listed = place.when if place is not None else None
            yield Figure(
                here, comparisons[number], zones, handed_on, here.mention.readings, place is not None, target, near_dates, listed
            )

    def _is_plan(self, at: int, dates: list[Mention]) -> bool:
        """The report is a plan, which states what shall be; its review, and a sentence that names a year behind it, tell what
        has been."""
        if self.report.kind != "plan" or self.periods.is_reviewed(at):
            return False
        year = self.report.report_year
        return not any(date.when and date.when.end_year and year and date.when.end_year < year for date in dates)

    def _choose_all(self, figures: list[Figure], ranked: list[list[Candidate]], claims: list[Claim]) -> list[Claim]:
        """What claims each figure, put behind the `claims` of those before it: a part must not repeat the metric of its total."""
        for figure, candidates in zip(figures, ranked, strict=True):
            here = figure.context
            chosen, signs, confidence = self._choose(figure, candidates, claims), None, here.mention.confidence
            if chosen is not None:
                near_plan = not figure.target and is_near_plan(self.text, here, self.cues)
                signs = read_signs(candidates, near_plan, self.weights)
                confidence = measure_confidence(signs, self.weights)
                chosen = chosen if confidence >= self.weights.confidence_least else None
            stated = here.mention.metric
            metric = chosen.metric if chosen else self.catalogue.metrics[stated] if stated else None
            claims.append(Claim(metric, chosen, signs, confidence, candidates[1:4] if metric else candidates[:4]))
        return claims[-len(figures) :]

    def _link(self, figure: Figure, claim: Claim, period: Period, scope: Scope | None) -> Mention:
        here, mention = figure.context, figure.context.mention
        metric, chosen, _, confidence, others = claim
        unit, value, value_max = _convert_to_base_unit(mention, figure, metric)
        baseline, agency, notes = None, None, []
        if figure.comparison is not None:
            baseline = find_baseline(self.text, here, figure.dates, self.report.report_year, self.cues)
        if metric is not None:
            notes += ["period_assumed"] if period == OPEN else []
            notes += ["scope_assumed"] if scope is None else []
            if scope != "national" or self.report.region_code == "100000":
                agency = self.report.agency_id
        return Mention(  # dataclasses.replace takes five times as long
            mention.at,
            mention.until,
            "target" if figure.target or self._is_budgeted(here, metric) else "metric" if metric else "quantity",
            value,
            value_max,
            mention.qualifier,
            mention.value_as_written,
            mention.unit_as_written,
            figure.readings,
            unit,
            mention.signed,
            mention.when,
            name_support(chosen, figure.apart) if chosen else mention.reason,
            mention.start,
            mention.end,
            mention.text,
            metric=metric.id if metric else None,
            agency=agency,
            region=self.report.region_code if metric else None,
            scope=scope,
            period_start=period.start,
            period_end=period.end,
            baseline=baseline,
            confidence=confidence,
            rule=chosen.wording if chosen else mention.rule,
            runners_up=[f"{other.metric.id} {other.rank:.1f} {other.wording}" for other in others],
            notes=notes,
        )

    def _is_budgeted(self, here: Context, metric: Metric | None) -> bool:
        """A figure of a budget, unless its sentence tells what was spent the year before."""
        return self.report.plans(metric) and not self.cues.spent.search(self.text, here.sentence[0], here.mention.at)

    def _gather(self, figure: Figure) -> Gathered | None:
        """The words around a figure; None for a stated zero, and where a word rules out any metric (人均使用, 每次)."""
        here = figure.context
        if here.mention.metric is not None:
            return None
        if "never" in here.nearby and self.cues.never.search(self.text, here.clause_start, here.mention.at):
            return None
        if not (self.in_field or figure.apart or self.cues.field.search(self.text, *here.surroundings)):
            return None
        return gather_terms(self.text, figure, self.lexicon, self.terms, self.cues, self.weights)

    def _rank(self, figure: Figure, gathered: Gathered | None) -> list[Candidate]:
        """The metrics that might claim a figure, best first."""
        if gathered is None:
            return []
        return rank_metrics(self.text, figure, gathered, self.terms, self.cues, self.weights)

    def _choose(self, figure: Figure, candidates: list[Candidate], claims: list[Claim]) -> Candidate | None:
        """The best candidate if it is clear enough.

        A part of a total (1966个（国家机关487个、…）, 其中…) is not of the total's metric, unless for another scope or year.
        """
        if not candidates or candidates[0].score < self.weights.threshold:
            return None
        here, best = figure.context, candidates[0]
        if (figure.comparison is not None or here.worth) and not figure.apart and is_of_another(self.text, here, best, claims):
            return None
        text, at, start = self.text, here.mention.at, here.sentence[0]
        opened = text.rfind("(", start, at)
        inside = max(opened if opened > text.rfind(")", start, at) else -1, text.rfind("其中", start, at))
        context: Context = here
        for claim in reversed(claims) if inside >= 0 else ():
            if context.previous is None:
                break
            context = context.previous
            if context.mention.at < inside and claim.metric is best.metric:
                if self.periods.find_time(here.lead_start, at):
                    return best
                return best if self.scopes.read_own(here) not in (None, self.scopes.read_scope(context, best.metric)) else None
        return best

    def _find_scope(self, figure: Figure, metric: Metric | None) -> Scope | None:
        return self.scopes.read_scope(figure.context, metric)

    def _find_period(self, figure: Figure, metric: Metric | None) -> Period:
        here, kind = figure.context, metric.kind if metric else None
        days = figure.listed.resolve(self.report.report_year) if figure.listed is not None else None
        if days is not None:
            return Period(days[1] if kind == "stock" else days[0], days[1])
        change = figure.comparison is not None
        side: Side = "old" if here.from_value else "new" if here.previous is not None and here.previous.from_value else None
        return self.periods.read_period(Subject(here.mention, here.sentence, here.tail_end, kind, change, here.nearby, side))


def _convert_to_base_unit(
    mention: Mention, figure: Figure, metric: Metric | None
) -> tuple[str | None, Decimal | None, Decimal | None]:
    """Unit, value and value_max: in the metric's base unit, else in that of the unit as written where it allows one only.

    A change without a sign of its own takes that of its verb.
    """
    unit, value, value_max = metric.unit if metric else mention.unit, mention.value, mention.value_max
    factor = None
    for reading in figure.readings if unit else ():
        if reading.unit == unit:
            factor = reading.factor
            break
    if metric is not None and metric.kind == "change" and figure.comparison is not None and not mention.signed:
        factor = (factor or Decimal(1)) * figure.comparison.sign
    if factor is not None:
        value = None if value is None else value * factor
        value_max = None if value_max is None else value_max * factor
    return unit, value, value_max
