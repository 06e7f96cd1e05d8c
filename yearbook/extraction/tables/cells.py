"""Cells: the values of tables as linked mentions, with metric, unit, scope, period and baseline by their own row and column."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from yearbook.catalogue.catalogue import Catalogue, Metric, Scope
from yearbook.catalogue.vocabulary import UnitReading
from yearbook.catalogue.weights import Weights
from yearbook.extraction.grids.grid import Words
from yearbook.extraction.linking.context import SortedMentions, Zone
from yearbook.extraction.linking.lexicon import Lexicon
from yearbook.extraction.linking.report_metadata import ReportMetadata
from yearbook.extraction.linking.scope import ScopeReader
from yearbook.extraction.mentions.mention import FIGURE_ROLES, Mention, When
from yearbook.extraction.mentions.passage import Passage
from yearbook.extraction.periods.binding import OPEN, PeriodReader
from yearbook.extraction.tables.cell_periods import PeriodFinder
from yearbook.extraction.tables.cell_subjects import CellSubjects
from yearbook.extraction.tables.cell_units import CellUnit, convert, read_unit
from yearbook.extraction.tables.entries import Entry, Table
from yearbook.extraction.tables.forms import Form, find_form
from yearbook.extraction.tables.subject import Claim, left_over
from yearbook.extraction.tables.totals import settle_totals
from yearbook.extraction.tables.words import clean_label, load_table_words, read_label

_LEVELS = {"省": 3, "市": 2, "州": 2, "盟": 2, "县": 1, "区": 1, "旗": 1}  # counties, prefectures, provinces
OF_LEVEL: Scope = "direct_units"  # of labels such as 市级
_BOUNDS = frozenset("≥≤≧≦")  # before a value: what it shall be
_WHOLE = "全我本"  # how words for a whole region begin
_MUNICIPALITIES = ("11", "12", "31", "50")


@dataclass(frozen=True, slots=True)
class TableCells:
    """What the tables of a text hold: every numeral of theirs as it was understood, by its place."""

    mentions: dict[int, Mention]
    tables: tuple[Table, ...]

    def leave_out(self, mentions: list[Mention]) -> list[Mention]:
        """Some mentions without those that are a table's values, or stand between the cells of one."""
        starts, ends = [table.start for table in self.tables], [-1, *(table.end for table in self.tables)]
        prose = [mention for mention in mentions if mention.at not in self.mentions] if starts else mentions
        return [mention for mention in prose if ends[bisect_right(starts, mention.at)] <= mention.at] if starts else prose


def zones_of(entry: Entry, weights: Weights) -> list[Zone]:
    """The labels and headings of a value as zones of nearness."""
    near = [(words, weights.cell_label) for words in (*entry.labels, *entry.headings)]
    far = [(words, weights.cell_caption) for words in entry.captions]
    return [(start, end, nearness) for words, nearness in (*near, *far) for start, end in words.spans]


def link_tables(
    passage: Passage,
    tables: Sequence[Table],
    report: ReportMetadata,
    catalogue: Catalogue,
    lexicon: Lexicon,
    weights: Weights,
    periods: PeriodReader,
    scopes: ScopeReader,
) -> TableCells:
    """The numerals of tables, linked to metrics. Those of a table that does not close keep their value and claim none."""
    years = {mention.at: mention for table in tables for mention in map(_as_date, table.years)}
    dates = (years.get(mention.at, mention) for mention in passage.mentions)
    dated = SortedMentions(mention for mention in dates if mention.role == "date")
    linker = _CellLinker(passage, dated, report, catalogue, lexicon, weights, periods, scopes)
    linker.mentions |= years
    every = SortedMentions(passage.mentions)
    for table in tables:
        linker.link_table(table)
        for mention in every.between(table.start, table.end):
            if mention.at not in linker.mentions:
                linker.mentions[mention.at] = linker.leave(mention)
    return TableCells(linker.mentions, tuple(tables))


class _CellLinker:
    def __init__(
        self,
        passage: Passage,
        dates: SortedMentions,
        report: ReportMetadata,
        catalogue: Catalogue,
        lexicon: Lexicon,
        weights: Weights,
        periods: PeriodReader,
        scopes: ScopeReader,
    ) -> None:
        self.text, self.report, self.catalogue, self.weights = passage.normalized.text, report, catalogue, weights
        self.words = load_table_words()
        self.subjects = CellSubjects(catalogue, lexicon, weights)
        self.periods, self.scopes = PeriodFinder(self.text, dates, report.report_year, periods), scopes
        self.mentions: dict[int, Mention] = {}

    def link_table(self, table: Table) -> None:
        form = find_form(table)
        for mention in table.numbers:
            self.mentions[mention.at] = replace(mention, role="heading", readings=(), unit=None, reason="numbers a row or column")
        for mention in table.others:
            self.mentions[mention.at] = self._quantity(_as_figure(mention, self.text))
        for mention in table.named:
            self.mentions[mention.at] = replace(mention, role="name", readings=(), unit=None, reason="part of a label")
        years_of_rows = sorted({year for entry in table.entries if (year := self._year_of(entry.labels))}, reverse=True)
        for row in table.rows:
            years = self._years_of(row) or years_of_rows
            for entry in row:
                self._link(entry, row, form, years)
        self.mentions |= settle_totals(table.entries, self.mentions, self.words)

    def leave(self, mention: Mention) -> Mention:
        """A numeral between the cells of a table: a figure alone on its line is the number of a page."""
        if mention.role not in FIGURE_ROLES:
            return mention
        line = self.text[self.text.rfind("\n", 0, mention.at) + 1 : mention.at] + self.text[mention.until : mention.until + 1]
        if not line.strip(" -\n"):
            return replace(mention, role="name", readings=(), unit=None, reason="page number")
        return self._quantity(mention)

    def _years_of(self, row: Iterable[Entry]) -> list[int]:
        """The years of a row's columns, the latest first, not those of changes; 本期 beside 去年同期 is the report's year."""
        levels = [entry for entry in row if entry.headings and not _tells_change(entry.headings)]
        years = {self.periods.year_of_column(entry.headings) for entry in levels}
        known = {year for year in years if year}
        if None in years and known == {(self.report.report_year or 0) - 1}:
            known.add(self.report.report_year or 0)
        return sorted(known, reverse=True)

    def _year_of(self, places: list[Words]) -> int | None:
        """The year of a column or a row of levels."""
        return None if _tells_change(places) else self.periods.year_of_column(places)

    def _quantity(self, mention: Mention) -> Mention:
        if mention.unit is not None and mention.value is not None:
            factor = next((reading.factor for reading in mention.readings if reading.unit == mention.unit), Decimal(1))
            return replace(mention, value=mention.value * factor)
        return mention

    def _link(self, entry: Entry, row: list[Entry], form: Form | None, years: list[int]) -> None:
        mention = entry.mention
        if mention.role not in FIGURE_ROLES:  # a bare number that was taken for a mark
            mention = entry.mention = _as_figure(mention, self.text)
            if mention.role not in FIGURE_ROLES:
                return
        unit = read_unit(self.text, entry)
        claim, confidence, reason = self._find_claim(entry, row, form, unit)
        metric = claim.metric if claim else None
        readings = unit.stated or unit.of_table
        if metric is not None and not any(reading.unit == metric.unit for reading in readings):
            readings = (UnitReading(metric.unit, Decimal(1)),)
        base, value, value_max = convert(mention, readings, metric, unit)
        if metric is not None and metric.dimension == "count" and value is not None and value % 1:  # an amount without its unit
            claim = metric = None
            readings = unit.stated or unit.of_table
            base, value, value_max = convert(mention, readings, metric, unit)
        scope = self._find_scope(entry, metric)
        notes = ["scope_assumed"] if metric is not None and scope is None else []
        change = unit.measure == "change"
        period = self.periods.find_period(entry, metric.kind if metric else None, change, years)
        if metric is not None and period == OPEN:
            notes.append("period_assumed")
        target = self.text[mention.at - 1] in _BOUNDS or any(read_label(words.text).targets for words in entry.headings)
        baseline = self.periods.find_baseline(entry, years) if change else None
        own = metric is not None and (scope != "national" or self.report.region_code == "100000")
        self.mentions[mention.at] = Mention(  # dataclasses.replace takes five times as long
            mention.at,
            mention.until,
            "target" if target or self.report.plans(metric) else "metric" if metric else "quantity",
            value,
            value_max,
            mention.qualifier,
            mention.value_as_written,
            mention.unit_as_written,
            readings,
            base,
            mention.signed,
            mention.when,
            reason if metric else mention.reason,
            mention.start,
            mention.end,
            mention.text,
            metric=metric.id if metric else None,
            agency=self.report.agency_id if own else None,
            region=self.report.region_code if metric else None,
            scope=scope if metric else None,
            period_start=period.start,
            period_end=period.end,
            baseline=baseline,
            confidence=confidence if metric else None,
            rule=claim.wording if claim else "",
            runners_up=list(claim.others) if claim else [],
            notes=notes,
        )

    def _find_claim(
        self, entry: Entry, row: list[Entry], form: Form | None, unit: CellUnit
    ) -> tuple[Claim | None, float | None, str]:
        if form is not None:
            metric_id = form.find_metric(entry, row)
            if metric_id is not None and metric_id in self.catalogue.metrics:
                known = Claim(self.catalogue.metrics[metric_id], 0.0, 0.0, form.id, True, ())
                return self._allow(entry, known), self.weights.confidence_form, f"cell of the form {form.id}"
            if not form.open:
                return None, None, ""
        closed = entry.aligned or (entry.labels and len(row) == 1)
        if not closed or unit.measure == "amount of change" or self._is_completion(entry) or self._is_of_other_level(entry):
            return None, None, ""
        claim = self.subjects.find_claim(entry, unit)
        if claim is None:
            return None, None, ""
        weights = self.weights
        base = weights.confidence_cell if claim.clean else weights.confidence_cell_unexplained
        confidence = round(base + weights.confidence_cell_lead * min(claim.lead / weights.confidence_cell_full_lead, 1.0), 3)
        return self._allow(entry, claim), confidence, "row and column of a table"

    def _is_of_other_level(self, entry: Entry) -> bool:
        """市级机关 in the table of a province: offices of another level than the publisher's are a part."""
        code = self.report.region_code or ""
        for words in (*entry.labels, *entry.headings, *([entry.group] if entry.group else [])):
            named = read_label(words.text).scope
            if named is None:
                continue
            scope = self.scopes.words.scopes.get(named, OF_LEVEL)
            if scope is None:
                return True  # 县区 beside 市直
            if scope == "region_wide" and named[0] not in _WHOLE:
                return True  # 市县 beside 全省
            level = _level_of(code)
            municipality = code[:2] in _MUNICIPALITIES and "市" in named[:2]
            if not code or municipality:
                continue
            if scope == "direct_units":
                return _LEVELS.get(named[0], level) != level
            if scope == "region_wide" and len(named) > 1 and named[1] != "区" and _LEVELS.get(named[1], level) > level:
                return True  # 全省 beside 我市
        return False

    def _is_completion(self, entry: Entry) -> bool:
        return any(read_label(words.text).completions for words in (*entry.headings, *entry.labels))

    def _allow(self, entry: Entry, claim: Claim) -> Claim | None:
        """What flows in a column or a row of a budget is planned: it claims only a metric of plans."""
        planned = any(read_label(words.text).budgets for words in (*entry.headings, *entry.labels))
        flows = claim.metric.dimension == "money" or claim.metric.kind == "flow"
        return None if planned and flows and not claim.metric.planned else claim

    def _find_scope(self, entry: Entry, metric: Metric | None) -> Scope | None:
        if metric is None:
            return None
        near = [*reversed(entry.labels), *reversed(entry.headings), *([entry.remark] if entry.remark else [])]
        for words in (*near, *([entry.group] if entry.group else []), *reversed(entry.whole), *reversed(entry.captions)):
            named = read_label(words.text).scope
            if named is not None and (words is not entry.remark or not left_over(clean_label(words.text))):
                return self.scopes.words.scopes.get(named, OF_LEVEL)
        return self.scopes.read_own_work(metric, entry.mention.at)


def _tells_change(places: Iterable[Words]) -> bool:
    return any(read_label(words.text).changes for words in places)


def _level_of(code: str) -> int:
    return 3 if code.endswith("0000") else 2 if code.endswith("00") else 1


def _as_date(mention: Mention) -> Mention:
    """The bare year of a row (2021 | 1340), or its months."""
    whole = mention.when is None and mention.value is not None and mention.value == int(mention.value)
    when = When.of(int(mention.value or 0)) if whole else mention.when
    return replace(mention, role="date", when=when, unit=None, readings=(), reason="date of a row")


def _as_figure(mention: Mention, text: str) -> Mention:
    number = text[mention.at : mention.until].strip("() .").replace(",", "")
    if mention.role in ("heading", "ordinal", "name") and number.replace(".", "", 1).isdecimal():  # ① is a digit, too
        return replace(mention, role="quantity", value=Decimal(number), value_as_written=number, reason="")
    return mention
