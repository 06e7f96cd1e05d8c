"""Checks of a draft before it is published: what contradicts itself, and what contradicts the report of the year before.

check = check_draft(document, catalogue)
check.contradictions                             # each with its words, its rule, and the places that it contradicts
compare_drafts(check, check_draft(last_years, catalogue))
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.weights import load_weights
from yearbook.documents.document import Document
from yearbook.extraction.checking.last_report import compare_years
from yearbook.extraction.extractor import link_passage
from yearbook.extraction.linking.facts import find_disagreements, make_facts
from yearbook.extraction.linking.report_metadata import ReportMetadata
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.mentions.passage import read_passage
from yearbook.extraction.tables.entries import Table

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DraftFinding:
    """Words of a draft that cannot be right together with others: of the draft, or of last year's report if `of_last`.

    `rule` is a key of words/caveats.yaml; `expected` what the others make of the value, in its base unit.
    """

    rule: str
    place: Span
    against: tuple[Span, ...]
    expected: Decimal | None
    of_last: bool = False


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """A draft as read. Nothing of it is kept."""

    document: Document
    report: ReportMetadata
    mentions: list[Mention]
    tables: list[Table]
    contradictions: list[DraftFinding]


def check_draft(document: Document, catalogue: Catalogue, publisher: str | None = None, year: int | None = None) -> DraftCheck:
    """A draft with everything in it that contradicts itself, in the order of its text."""
    report, mentions, tables = link_passage(read_passage(document.text), catalogue, load_weights(), publisher, year)
    found = [
        DraftFinding(one.rule, (mention.start, mention.end), one.places, one.expected)
        for mention in mentions
        for one in mention.contradictions
    ]
    known = {(finding.rule, finding.place) for finding in found}
    for rule, fact, others in find_disagreements(make_facts(document, report, mentions, catalogue)):
        place = (fact.start, fact.end)
        if (rule, place) not in known:
            found.append(DraftFinding(rule, place, tuple((other.start, other.end) for other in others), None))
    return DraftCheck(document, report, mentions, tables, sorted(found, key=lambda finding: finding.place))


def compare_drafts(draft: DraftCheck, last: DraftCheck) -> Iterator[DraftFinding]:
    """What a draft says of last year and last year's report does not; nothing where that report is of no one year before it."""
    year = last.report.report_year
    if year is None or (draft.report.report_year is not None and draft.report.report_year <= year):
        return
    for finding in compare_years(draft.mentions, draft.tables, last.mentions, last.tables, year):
        places = tuple((one.start, one.end) for one in finding.against)
        yield DraftFinding(finding.rule, (finding.figure.start, finding.figure.end), places, finding.expected, of_last=True)
