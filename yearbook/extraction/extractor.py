"""From a text to what it says: each figure's metric, scope, period, baseline and agency; and the facts they make."""

from __future__ import annotations

import gc
from dataclasses import dataclass

from yearbook.catalogue.catalogue import Catalogue, Metric
from yearbook.documents.document import Document
from yearbook.extraction.linking.comparison import PREVIOUS_YEAR, Comparison, find_baseline, find_comparison
from yearbook.extraction.linking.context import Context, InOrder, survey
from yearbook.extraction.linking.coordination import Place, align_lists
from yearbook.extraction.linking.cues import Cues, load_cues, load_time_words
from yearbook.extraction.linking.facts import make_facts, note_parts
from yearbook.extraction.linking.lexicon import Lexicon, compile_lexicon
from yearbook.extraction.linking.metric_scoring import THRESHOLD, Candidate, score_metrics
from yearbook.extraction.linking.period import Period, find_period
from yearbook.extraction.linking.report_metadata import Reading, ReportMetadata, read_metadata
from yearbook.extraction.linking.scope import find_scope
from yearbook.extraction.linking.stated_zeros import find_zeros
from yearbook.extraction.linking.target import find_plan_sections, is_target
from yearbook.extraction.mentions.mention import Mention, When
from yearbook.extraction.mentions.passage import Passage, read_passage
from yearbook.extraction.tables.table import Cell, find_cells, keep_totals


def understand(document: Document, catalogue: Catalogue, publisher: str | None = None, year: int | None = None) -> Reading:
    """What a report says. `publisher` and `year` outrank what the text says of itself."""
    report, mentions = understand_text(document.text, catalogue, publisher, year)
    return Reading(report, mentions, make_facts(document, report, mentions, catalogue))


def understand_text(
    source: str, catalogue: Catalogue, publisher: str | None = None, year: int | None = None
) -> tuple[ReportMetadata, list[Mention]]:
    """The metadata and the mentions of a text; every numeral stands in exactly one mention."""
    collecting = gc.isenabled()
    gc.disable()  # what reading makes holds no cycles: walking it again and again would cost more the longer the text
    try:
        return _read_text(source, catalogue, publisher, year)
    finally:
        if collecting:
            gc.enable()


def _read_text(
    source: str, catalogue: Catalogue, publisher: str | None, year: int | None
) -> tuple[ReportMetadata, list[Mention]]:
    passage = read_passage(source)
    lexicon, cues = _lexicon_of(catalogue), load_cues()
    report = read_metadata(source, passage.folded.text, passage.mentions, catalogue, publisher, year)
    mentions = find_zeros(passage.folded, source, passage.mentions, lexicon, cues)
    _Reader(passage, mentions, lexicon, cues, report, catalogue).read()
    note_parts(passage.folded.text, mentions)
    return report, mentions


MOST_LEXICONS = 8  # kept at once: of the catalogue in use, the same with the samples, and of changes proposed to them
_lexicons: dict[str, Lexicon] = {}


def warm_up(catalogue: Catalogue) -> None:
    """Loads all that reading needs, and takes it out of the garbage collector's rounds: they cost a fifth of the time."""
    _lexicon_of(catalogue)
    load_cues()
    gc.collect()
    gc.freeze()


def _lexicon_of(catalogue: Catalogue) -> Lexicon:
    lexicon = _lexicons.pop(catalogue.hash, None) or compile_lexicon(catalogue)
    _lexicons[catalogue.hash] = lexicon  # the last one used stands last
    for oldest in list(_lexicons)[:-MOST_LEXICONS]:
        _lexicons.pop(oldest, None)
    return lexicon


@dataclass
class _Reader:
    """Goes over the figures of one text in order; what a figure says may depend on the one before it."""

    passage: Passage
    mentions: list[Mention]
    lexicon: Lexicon
    cues: Cues
    report: ReportMetadata
    catalogue: Catalogue

    def read(self) -> None:
        text = self.passage.folded.text
        figures = survey(text, self.mentions, self.cues)
        dates = InOrder(mention for mention in self.mentions if mention.role == "date")
        cells = find_cells(self.passage, self.mentions, self.cues)
        comparisons: list[Comparison | None] = []
        for here in figures:
            before = comparisons[-1] if here.previous is not None else None
            cell = cells.get(here.mention.at)
            comparisons.append(find_comparison(text, here, before, self.cues) if cell is None else _change_of(cell, here))
        places = align_lists(text, figures, comparisons, dates, self.lexicon)
        plans = find_plan_sections(text, self.cues)
        target = False
        for number, here in enumerate(figures):
            near_dates = dates.between(*here.sentence)
            comparison = comparisons[number]
            while plans and plans[0][1] <= here.mention.at:
                del plans[0]
            planned = bool(plans) and plans[0][0] <= here.mention.at
            target = here.mention.metric is None and (
                (planned and not self.cues.result_opening.search(text, here.lead_start, here.mention.at))
                or is_target(text, here, target and here.previous is not None, near_dates, self.report.report_year, self.cues)
            )
            place = places.get(number)
            cell = cells.get(here.mention.at)
            if cell is not None:
                place = Place(cell.zones, self._when_of(cell, dates))
                target = cell.planned
                here.mention.readings = cell.readings
            candidates = self._weigh(here, place, comparison) if here.mention.metric is None else []
            self._settle(here, candidates, comparison, target, near_dates, place.when if place else None, cell)
        keep_totals(cells, self.mentions)

    def _weigh(self, here: Context, place: Place | None, comparison: Comparison | None) -> list[Candidate]:
        """The metrics that might claim a figure; none where a word says that no metric does (人均使用, 每次)."""
        text, cues = self.passage.folded.text, self.cues
        if cues.never.search(text, here.clause_start, here.mention.at):
            return []
        zones, handed_on = (place.zones, []) if place else (here.zones, here.handed_on)
        return score_metrics(here, zones, handed_on, text, comparison, self.lexicon, cues)

    def _settle(
        self,
        here: Context,
        candidates: list[Candidate],
        comparison: Comparison | None,
        target: bool,
        dates: list[Mention],
        listed: When | None,
        cell: Cell | None,
    ) -> None:
        """Writes into the mention what was found out about it."""
        mention, text, year = here.mention, self.passage.folded.text, self.report.report_year
        best = candidates[0] if candidates and candidates[0].weight >= THRESHOLD else None
        if best is not None and not self._repeats_total(here, best):
            mention.metric, mention.rule = best.metric.id, best.wording
            mention.confidence = _confidence(candidates)
        others = candidates[:4] if mention.metric is None else candidates[1:4]
        mention.runners_up = [f"{other.metric.id} {other.score:.1f} {other.wording}" for other in others]
        metric = self.catalogue.metrics[mention.metric] if mention.metric else None
        mention.role = "target" if target else "metric" if metric else "quantity"
        _apply_unit(mention, metric, comparison)
        if comparison is not None:
            mention.baseline = find_baseline(text, here, dates, year, self.cues) or (PREVIOUS_YEAR if cell else None)
        mention.scope = find_scope(text, here, cell.headings if cell else ())
        period = self._period(here, metric, dates, listed)
        mention.period_start, mention.period_end = period.start, period.end
        if metric is None:
            return
        if not period.stated:
            mention.notes.append("period_assumed")
        if mention.scope is None and metric.usual_scope is not None:
            mention.scope = metric.usual_scope
            mention.notes.append("scope_assumed")
        mention.region = self.report.region_code
        if mention.scope != "national" or self.report.region_code == "100000":
            mention.agency = self.report.agency_id

    def _period(self, here: Context, metric: Metric | None, dates: list[Mention], listed: When | None) -> Period:
        text, year, baseline = self.passage.folded.text, self.report.report_year, here.mention.baseline
        if listed is not None:
            span = listed.resolve(year)
            if span is not None:
                return Period(span[1] if metric and metric.kind == "stock" else span[0], span[1], True)
        base = str(year - 1) if baseline == "previous_year" and year else baseline
        return find_period(text, here, dates, metric.kind if metric else None, year, base)

    def _when_of(self, cell: Cell, dates: InOrder) -> When | None:
        """The date or the year word (本年, 上年) that a heading of a cell's column names, rather the lowest."""
        for start, end in reversed(cell.headings):
            named = next((date.when for date in dates.between(start, end)), None)
            if named is not None:
                return named
            if self.report.report_year is not None:
                years = load_time_words().years
                shifts = [shift for pattern, shift in years if pattern.search(self.passage.folded.text, start, end)]
                if shifts:
                    return When(start_year=self.report.report_year + shifts[0])
        return None

    def _repeats_total(self, here: Context, best: Candidate) -> bool:
        """A part of a total (1966个（国家机关487个、…）, 其中…) is not the total's metric again, unless for another scope."""
        text, mention = self.passage.folded.text, here.mention
        opened = text.rfind("(", here.sentence[0], mention.at)
        marked = text.rfind("其中", here.sentence[0], mention.at)
        inside = max(opened if opened > text.rfind(")", here.sentence[0], mention.at) else -1, marked)
        if inside < 0:
            return False
        earlier = here.previous
        while earlier is not None:
            if earlier.mention.at < inside and earlier.mention.metric == best.metric.id:
                own_time = any(pattern.search(text, here.lead_start, mention.at) for pattern, _ in load_time_words().years)
                return not own_time and find_scope(text, here) in (None, earlier.mention.scope)
            earlier = earlier.previous
        return False


def _change_of(cell: Cell, here: Context) -> Comparison | None:
    """A cell of a column of changes; its sign is the one written."""
    return Comparison(1, here.mention.at) if cell.change else None


def _confidence(candidates: list[Candidate]) -> float:
    """From how much speaks for the metric, and by how much more than for the next one."""
    best = candidates[0].score
    rival = candidates[1].score if len(candidates) > 1 else 0.0
    weight, lead = min(best / 5.0, 1.0), min((best - rival) / 2.0, 1.0)
    return round(0.5 + 0.3 * weight + 0.19 * lead, 3)


def _apply_unit(mention: Mention, metric: Metric | None, comparison: Comparison | None) -> None:
    """Brings the value into the base unit: of the metric, else of the unit as written where it allows one reading."""
    reading = None
    if metric is not None:
        reading = next((reading for reading in mention.readings if reading.unit == metric.unit), None)
        mention.unit = metric.unit
    elif mention.unit is not None:
        reading = next((reading for reading in mention.readings if reading.unit == mention.unit), None)
    if reading is not None and mention.value is not None:
        mention.value *= reading.factor
        if mention.value_max is not None:
            mention.value_max *= reading.factor
    if (
        metric is not None
        and metric.kind == "change"
        and comparison is not None
        and not mention.signed
        and mention.value is not None
    ):
        mention.value *= comparison.sign
        if mention.value_max is not None:
            mention.value_max *= comparison.sign
