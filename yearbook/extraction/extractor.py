"""From a text to its facts: numerals become mentions, figures are linked to a metric, scope, period and baseline.

text → read_passage (mentions/) → mentions → contexts, cells, lists → Figure → Linker.link → linked mention → make_facts.
Nothing that is handed on is changed afterwards: linking returns new mentions.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from yearbook.catalogue.catalogue import Catalogue, Metric
from yearbook.catalogue.files import Faults
from yearbook.catalogue.weights import Weights, load_weights
from yearbook.catalogue.wordings import load_groups
from yearbook.documents.document import Document
from yearbook.extraction.checking.check import note_findings, note_open_tables
from yearbook.extraction.checking.refused import refuse_claims
from yearbook.extraction.linking.candidate import Candidate, is_of_another, measure_confidence, name_support, read_signs
from yearbook.extraction.linking.comparison import Comparison, find_baseline, find_comparison
from yearbook.extraction.linking.context import Context, SortedMentions, read_contexts
from yearbook.extraction.linking.coordination import align_lists
from yearbook.extraction.linking.cues import Cues, load_cues
from yearbook.extraction.linking.facts import Reading, make_facts
from yearbook.extraction.linking.letterhead import load_letterhead
from yearbook.extraction.linking.lexicon import Lexicon, Terms, compile_lexicon
from yearbook.extraction.linking.metric_scoring import Evidence, score_metrics
from yearbook.extraction.linking.report_metadata import ReportMetadata, read_metadata
from yearbook.extraction.linking.scope import ScopeReader, load_scopes
from yearbook.extraction.linking.stated_zeros import add_stated_zeros
from yearbook.extraction.linking.target import find_plan_sections, is_near_plan, is_target
from yearbook.extraction.mentions.mention import FIGURE_ROLES, Mention, When
from yearbook.extraction.mentions.passage import Passage, read_passage
from yearbook.extraction.periods.binding import OPEN, Period, PeriodReader, Subject
from yearbook.extraction.periods.paragraph import Sentences
from yearbook.extraction.periods.time_words import load_time_words
from yearbook.extraction.tables.cells import link_tables, read_tables
from yearbook.extraction.tables.entries import Table


def understand(document: Document, catalogue: Catalogue, publisher: str | None = None, year: int | None = None) -> Reading:
    """A report's metadata, mentions and facts. `publisher` and `year` outrank what the text states of itself."""
    report, mentions, tables = _understand(document.text, catalogue, publisher, year)
    return Reading(report, mentions, make_facts(document, report, mentions, catalogue), tuple(note_open_tables(document, tables)))


def understand_text(
    source: str, catalogue: Catalogue, publisher: str | None = None, year: int | None = None
) -> tuple[ReportMetadata, list[Mention]]:
    """The metadata and the mentions of a text; every numeral stands in exactly one mention."""
    return _understand(source, catalogue, publisher, year)[:2]


def _understand(source: str, catalogue: Catalogue, publisher: str | None, year: int | None) -> Linked:
    collecting = gc.isenabled()
    gc.disable()  # what is made here holds no cycles: collecting would cost more the longer the text
    try:
        return link_passage(read_passage(source), catalogue, load_weights(), publisher, year)
    finally:
        if collecting:
            gc.enable()


def link_passage(
    passage: Passage, catalogue: Catalogue, weights: Weights, publisher: str | None = None, year: int | None = None
) -> Linked:
    """The metadata of a text, its mentions and its tables. Prose and tables do not reach into each other."""
    text, lexicon, cues = passage.normalized.text, _lexicon_of(catalogue), load_cues()
    report = read_metadata(passage.source, text, passage.mentions, catalogue, publisher, year)
    mentions = add_stated_zeros(passage, lexicon, cues, weights.confidence_stated_zero)
    tables, sentences = read_tables(passage), Sentences(text)
    scopes = ScopeReader(text, sentences, report.publisher)
    periods = _make_period_reader(text, sentences, mentions, tables, report.report_year)
    cells = link_tables(passage, tables, report, catalogue, lexicon, weights, periods, scopes)
    prose = [mention for mention in mentions if not cells.holds(mention)]
    in_field = report.publisher is None or bool(cues.heads_of_field.search(report.publisher + text[:HEAD_OF_FIELD]))
    contexts = read_contexts(text, prose, cues, weights)
    terms = lexicon.find_terms(text, (here.surroundings for here in contexts))
    linker = Linker(text, report, catalogue, lexicon, terms, cues, weights, in_field, periods, scopes)
    told = refuse_claims(text, linker.link_all(prose, contexts), report, catalogue.metrics)
    every = sorted([*told, *cells.mentions.values()], key=attrgetter("at"))
    return report, note_findings(text, every, tables), tables


def _make_period_reader(
    text: str, sentences: Sentences, mentions: list[Mention], tables: list[Table], year: int | None
) -> PeriodReader:
    dates = (mention for mention in mentions if mention.role == "date")
    figures = (mention for mention in mentions if mention.role in FIGURE_ROLES)
    return PeriodReader(text, sentences, dates, figures, year, [(table.start, table.end) for table in tables])


Linked = tuple[ReportMetadata, list[Mention], list[Table]]
HEAD_OF_FIELD = 400  # code points at the head of a report that may tell that it is of this field
MOST_LEXICONS = 8  # kept at once: of the catalogue in use, the same with the samples, and of changes proposed to them
_lexicons: dict[str, Lexicon] = {}


def load_language(faults: Faults) -> None:
    """Load the word lists of linking and of report metadata; collects the faults of all of them."""
    for load in (load_cues, load_time_words, load_scopes, load_letterhead, load_groups):
        with faults.catch():
            load()


def warm_up(catalogue: Catalogue) -> None:
    """Load all that extraction needs, and freeze it for the garbage collector: walking it costs a fifth of the time."""
    _lexicon_of(catalogue)
    load_cues()
    load_weights()
    gc.collect()
    gc.freeze()


def _lexicon_of(catalogue: Catalogue) -> Lexicon:
    lexicon = _lexicons.pop(catalogue.hash, None) or compile_lexicon(catalogue)
    _lexicons[catalogue.hash] = lexicon  # the last one used stands last
    for oldest in list(_lexicons)[:-MOST_LEXICONS]:
        _lexicons.pop(oldest, None)
    return lexicon


class Figure(NamedTuple):
    """Everything that is read around one figure before a metric is chosen for it."""

    evidence: Evidence
    target: bool  # a plan, a limit, a task, a forecast
    dates: list[Mention]  # of its sentence
    listed: When | None  # the date that a list gives it


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
        linked: list[Mention] = []  # of the figures so far: a part must not repeat the metric of its total
        for figure in self._read_figures(mentions, contexts):
            linked.append(self._link(figure, linked))
        by_place = {mention.at: mention for mention in linked}
        return [by_place.get(mention.at, mention) for mention in mentions]

    def _read_figures(self, mentions: list[Mention], contexts: list[Context]) -> Iterator[Figure]:
        text, cues, year = self.text, self.cues, self.report.report_year
        dates = SortedMentions(mention for mention in mentions if mention.role == "date")
        comparisons: list[Comparison | None] = []
        for here in contexts:
            comparisons.append(find_comparison(text, here, comparisons[-1] if here.previous is not None else None))
        places = align_lists(text, contexts, comparisons, dates, self.lexicon, self.terms, self.weights)
        plans = find_plan_sections(text, cues)
        target = False
        for number, here in enumerate(contexts):
            at, near_dates = here.mention.at, dates.between(*here.sentence)
            while plans and plans[0][1] <= at:
                del plans[0]
            planned = (bool(plans) and plans[0][0] <= at) or self._is_plan(near_dates)
            planned = planned and not cues.done.search(text, here.lead_start, at)
            before = target and here.previous is not None
            target = here.mention.metric is None and (planned or is_target(text, here, before, near_dates, year, cues))
            place = places.get(number)
            zones, handed_on, listed = here.zones, here.handed_on, None
            if place is not None:
                zones, handed_on, listed = place.zones, [], place.when
            evidence = Evidence(here, comparisons[number], zones, handed_on, here.mention.readings, place is not None)
            yield Figure(evidence, target, near_dates, listed)

    def _is_plan(self, dates: list[Mention]) -> bool:
        """The report is a plan, which states what shall be; a sentence that names a year behind it tells what has been."""
        year = self.report.report_year
        behind = (date.when and date.when.end_year and year and date.when.end_year < year for date in dates)
        return self.report.kind == "plan" and not any(behind)

    def _link(self, figure: Figure, linked: list[Mention]) -> Mention:
        here, comparison = figure.evidence.context, figure.evidence.comparison
        mention = here.mention
        candidates = self._find_candidates(figure.evidence)
        chosen, confidence = self._choose(figure.evidence, candidates, linked), mention.confidence
        if chosen is not None:
            near_plan = not figure.target and is_near_plan(self.text, here, self.cues)
            confidence = measure_confidence(read_signs(candidates, near_plan, self.weights), self.weights)
            chosen = chosen if confidence >= self.weights.confidence_least else None
        metric = chosen.metric if chosen else self.catalogue.metrics[mention.metric] if mention.metric else None
        unit, value, value_max = _convert_to_base_unit(mention, figure.evidence, metric)
        baseline = None
        if comparison is not None:
            baseline = find_baseline(self.text, here, figure.dates, self.report.report_year, self.cues)
        period, agency, notes = self._find_period(figure, metric), None, []
        scope = self.scopes.read_scope(here, metric)
        if metric is not None:
            notes += ["period_assumed"] if period == OPEN else []
            notes += ["scope_assumed"] if scope is None else []
            if scope != "national" or self.report.region_code == "100000":
                agency = self.report.agency_id
        others = candidates[1:4] if metric else candidates[:4]
        return Mention(  # dataclasses.replace takes five times as long
            mention.at,
            mention.until,
            "target" if figure.target or self._is_budgeted(here, metric) else "metric" if metric else "quantity",
            value,
            value_max,
            mention.qualifier,
            mention.value_as_written,
            mention.unit_as_written,
            figure.evidence.readings,
            unit,
            mention.signed,
            mention.when,
            name_support(chosen, figure.evidence.apart) if chosen else mention.reason,
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

    def _find_candidates(self, evidence: Evidence) -> list[Candidate]:
        """The metrics that might claim a figure; none for a stated zero, nor where a word rules out any (人均使用, 每次)."""
        here = evidence.context
        if here.mention.metric is not None or self.cues.never.search(self.text, here.clause_start, here.mention.at):
            return []
        if not (self.in_field or evidence.apart or self.cues.field.search(self.text, *here.surroundings)):
            return []
        return score_metrics(self.text, evidence, self.lexicon, self.terms, self.cues, self.weights)

    def _choose(self, evidence: Evidence, candidates: list[Candidate], linked: list[Mention]) -> Candidate | None:
        """The best candidate if it is clear enough.

        A part of a total (1966个（国家机关487个、…）, 其中…) is not of the total's metric, unless for another scope or year.
        """
        here, best = evidence.context, next(iter(candidates), None)
        follows = evidence.comparison is not None and not evidence.apart
        if best is None or best.score < self.weights.threshold or (follows and is_of_another(here, best, linked)):
            return None
        text, at, start = self.text, here.mention.at, here.sentence[0]
        opened = text.rfind("(", start, at)
        inside = max(opened if opened > text.rfind(")", start, at) else -1, text.rfind("其中", start, at))
        context: Context = here
        for earlier in reversed(linked) if inside >= 0 else ():
            if context.previous is None:
                break
            context = context.previous
            if earlier.at < inside and earlier.metric == best.metric.id:
                own_time = self.periods.find_time(here.lead_start, at)
                return best if own_time or self.scopes.read_own(here) not in (None, earlier.scope) else None
        return best

    def _find_period(self, figure: Figure, metric: Metric | None) -> Period:
        here, kind = figure.evidence.context, metric.kind if metric else None
        days = figure.listed.resolve(self.report.report_year) if figure.listed is not None else None
        if days is not None:
            return Period(days[1] if kind == "stock" else days[0], days[1])
        change = figure.evidence.comparison is not None
        reached = here.previous is not None and here.previous.from_value
        return self.periods.read_period(Subject(here.mention, here.sentence, here.tail_end, kind, change, reached))


def _convert_to_base_unit(
    mention: Mention, evidence: Evidence, metric: Metric | None
) -> tuple[str | None, Decimal | None, Decimal | None]:
    """Unit, value and value_max: in the metric's base unit, else in that of the unit as written where it allows one only.

    A change without a sign of its own takes that of its verb.
    """
    unit, value, value_max = metric.unit if metric else mention.unit, mention.value, mention.value_max
    factor = next((reading.factor for reading in evidence.readings if reading.unit == unit), None) if unit else None
    if metric is not None and metric.kind == "change" and evidence.comparison is not None and not mention.signed:
        factor = (factor or Decimal(1)) * evidence.comparison.sign
    if factor is not None:
        value = None if value is None else value * factor
        value_max = None if value_max is None else value_max * factor
    return unit, value, value_max
