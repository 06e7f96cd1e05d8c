"""Review of a draft before it is published: read in the sandbox, held against itself, last year's report and the edition.

Nothing of it is stored: a draft lives as long as the object that is handed out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from yearbook.catalogue.catalogue import Catalogue, Text, load_catalogue
from yearbook.catalogue.files import Home
from yearbook.catalogue.samples import catalogue_for, is_demonstration
from yearbook.documents.document import Document
from yearbook.extraction.checking.finding import rounding
from yearbook.extraction.drafts.check import DraftCheck, DraftFinding, check_draft, compare_drafts
from yearbook.extraction.drafts.rules import find_missing, find_placeholders
from yearbook.extraction.linking.facts import make_facts
from yearbook.extraction.mentions.mention import Mention, format_decimal
from yearbook.warehouse.warehouse import Warehouse

Kind = Literal["contradiction", "last_year", "edition", "placeholder", "missing", "unplaced"]
KINDS: tuple[Kind, ...] = ("contradiction", "last_year", "edition", "placeholder", "missing", "unplaced")
Span = tuple[int, int]
_LEADERS = frozenset("….·")  # between a line of contents and its page


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, or not clear, in a draft.

    contradiction: it cannot be right together with other words of the draft · last_year: with last year's report · edition: with
    the figure of a source that the edition holds · placeholder: words are still to come · missing: a law asks for `item`, of
    which the text says nothing · unplaced: a number without a unit, of which nothing else tells what it is. `rule` is a key of
    words/caveats.yaml; `expected` what the others make of the number, as it would be written.
    """

    kind: Kind
    place: Span | None = None
    rule: str = ""
    against: tuple[Span, ...] = ()  # of the draft, or of last year's report
    expected: str = ""
    item: Text | None = None
    source: Text | None = None  # what asks for the item, or the title of the source that states another value


@dataclass(frozen=True, slots=True)
class DraftReview:
    """A draft as read, with all that was found, what is wrong first; `last` is last year's report where one was given."""

    document: Document
    check: DraftCheck
    findings: tuple[Finding, ...]
    last: Document | None = None

    def count(self, kind: Kind) -> int:
        return sum(finding.kind == kind for finding in self.findings)


def review_draft(
    home: Home,
    name: str,
    content: bytes,
    last: tuple[str, bytes] | None = None,
    warehouse: Warehouse | None = None,
    publisher: str | None = None,
    year: int | None = None,
) -> DraftReview:
    """The review of a file's bytes. Name and bytes of `last` are last year's report; `warehouse` an edition to hold it against.

    What is given outranks what the text states of itself. Raises Refusal where either file cannot be read.
    """
    from yearbook.documents.reader import read_bytes  # what reads reports is loaded only where one is read

    document = read_bytes(name, content)
    catalogue = catalogue_for(home, is_demonstration(document.text, publisher, home))
    check = check_draft(document, catalogue, publisher, year)
    before = read_bytes(*last) if last else None
    found = [_describe(check, finding, "contradiction") for finding in _drop_mirrored(check.contradictions)]
    if before is not None:
        compared = compare_drafts(check, check_draft(before, catalogue, publisher))
        found += [_describe(check, finding, "last_year") for finding in compared]
    if warehouse is not None:
        found += _compare_edition(check, warehouse, catalogue)
    found += [Finding("placeholder", place) for place in find_placeholders(document.text)]
    missing = find_missing(document.text, check.report)
    found += [Finding("missing", item=item.name, source=asked.source) for asked, item in missing]
    found += [Finding("unplaced", (mention.start, mention.end)) for mention in _find_unplaced(check)]
    found.sort(key=lambda finding: (KINDS.index(finding.kind), finding.place or (0, 0)))
    return DraftReview(document, check, tuple(found), before)


def _drop_mirrored(found: Sequence[DraftFinding]) -> Iterator[DraftFinding]:
    """Two words that contradict each other are one finding, at the first of them."""
    seen: set[tuple[str, Span, Span]] = set()
    for finding in found:
        if not any((finding.rule, place, finding.place) in seen for place in finding.against):
            yield finding
        seen |= {(finding.rule, finding.place, place) for place in finding.against}


def _describe(check: DraftCheck, found: DraftFinding, kind: Kind) -> Finding:
    mention = next((one for one in check.mentions if (one.start, one.end) == found.place), None)
    expected = "" if mention is None or found.expected is None else write_expected(mention, found.expected)
    return Finding(kind, found.place, found.rule, found.against, expected)


def write_expected(mention: Mention, expected: Decimal) -> str:
    """A value in its base unit, written as the mention is: 2995390 beside 280万元 is 299.539万元."""
    try:
        written = Decimal(mention.value_as_written.replace(",", ""))
    except InvalidOperation:  # 三成
        written = Decimal(0)
    if not mention.value or not written:
        unit = load_catalogue().units.get(mention.unit or "")
        return f"{format_decimal(round(expected, 4))}{unit.name.zh if unit else ''}"
    value = expected * written / mention.value
    return f"{format_decimal(round(value if written < 0 else abs(value), 4))}{mention.unit_as_written}"


def _compare_edition(check: DraftCheck, warehouse: Warehouse, catalogue: Catalogue) -> Iterator[Finding]:
    """The figures of the draft for which the edition holds another value of another source: of the years before, mostly."""
    facts = make_facts(check.document, check.report, check.mentions, catalogue)
    bodies = sorted({fact.agency_id for fact in facts})
    if not bodies:
        return
    known: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in _ask_known(warehouse, bodies):
        if check.document.report_id not in row["reports"]:
            subject = (row["agency_id"], row["metric_id"], row["scope"], row["period_start"], row["period_end"], row["baseline"])
            known.setdefault(subject, []).append(row)
    by_place = {(mention.start, mention.end): mention for mention in check.mentions}
    for fact in facts:
        subject = (fact.agency_id, fact.metric_id, fact.scope, fact.period_start, fact.period_end, fact.baseline)
        mention = by_place[fact.start, fact.end]
        for row in known.get(subject, ()) if fact.period_end is not None and fact.qualifier == "exact" else ():
            if row["qualifier"] == "exact" and abs(float(fact.value) - row["value"]) > float(rounding(mention)) + 1e-9:
                title = str(row["source_title"])
                expected = write_expected(mention, Decimal(repr(row["value"])))
                yield Finding("edition", (fact.start, fact.end), "disagreement", (), expected, source=Text(zh=title, en=title))


def _ask_known(warehouse: Warehouse, bodies: Sequence[str]) -> list[dict[str, Any]]:
    cells = warehouse.ask_cells("known_figures", agencies=list(bodies))
    return [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]


def _find_unplaced(check: DraftCheck) -> Iterator[Mention]:
    """Numbers of prose without a unit that no rule could place, and cells whose headings do not fit their columns."""
    text = check.document.text
    tables = [(table.start, table.end) for table in check.tables]
    open_cells = {entry.mention.start for table in check.tables for entry in table.entries if not entry.aligned}
    for mention in check.mentions:
        if mention.role != "quantity" or mention.value == 0:
            continue
        in_table = any(start <= mention.at < end for start, end in tables)
        bare = mention.unit is None and not mention.unit_as_written and text[mention.start - 1 : mention.start] not in _LEADERS
        if mention.start in open_cells or (bare and not in_table):
            yield mention
