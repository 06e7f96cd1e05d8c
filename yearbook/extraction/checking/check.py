"""Checks: everything in a report that cannot be right together, each with all its places.

Identities are data where a form fixes them (data/catalogue/forms.yaml), and rules of arithmetic where a table or a sentence
states a sum, a share, a change or a direction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from yearbook.documents.document import Document, Note
from yearbook.extraction.checking import prose, rows, sums
from yearbook.extraction.checking.finding import Finding
from yearbook.extraction.mentions.mention import FIGURE_ROLES, Contradiction, Mention
from yearbook.extraction.tables.entries import Entry, Table
from yearbook.extraction.tables.forms import find_form

MOST_QUOTED = 6


def note_findings(text: str, mentions: list[Mention], tables: Sequence[Table]) -> list[Mention]:
    """The mentions of a normalized text in their order; those that contradict others say so, with the places of these."""
    found: dict[int, list[Finding]] = {}
    for finding in find_contradictions(text, mentions, tables):
        known = found.setdefault(finding.figure.at, [])
        if not any(finding.rule == one.rule and finding.against[0].at == one.against[0].at for one in known):
            known.append(finding)
    return [_note(mention, found[mention.at]) if mention.at in found else mention for mention in mentions] if found else mentions


def find_contradictions(text: str, mentions: Sequence[Mention], tables: Sequence[Table]) -> Iterator[Finding]:
    """Every finding in a text whose figures are linked."""
    linked = {mention.at: mention for mention in mentions}
    figures = [mention for mention in mentions if mention.role in FIGURE_ROLES]
    for check in (prose.check_brackets, prose.check_changes, prose.check_directions, prose.check_shares):
        yield from check(text, figures)
    if not tables:
        return
    forms = [(table, find_form(table)) for table in tables]
    told = [mention for mention in figures if not any(table.start <= mention.at < table.end for table in tables)]
    for table, form in forms:
        if form is not None:
            yield from sums.check_form(form, table, linked)
        else:
            yield from sums.check_totals(table, linked)
        yield from sums.check_columns(table, linked)
        yield from rows.check_changes_of_rows(table, linked)
    yield from sums.check_codes(tables, linked)
    yield from sums.check_next_tables(forms, linked)
    yield from prose.check_repetitions(forms, text, told, linked)
    yield from prose.check_rows_told(forms, text, told, linked)


def note_open_tables(document: Document, tables: Sequence[Table]) -> Iterator[Note]:
    """One note on all tables whose headings do not fit their columns, so that their values claim no metric: on which pages."""
    open_at = (unaligned[0].mention.start for table in tables if len(unaligned := _find_unaligned(table)) > 1)
    pages = dict.fromkeys(str(document.page_of(start)) for start in open_at)
    if pages:
        yield Note("formats.open_tables", ", ".join(pages))


def _find_unaligned(table: Table) -> list[Entry]:
    return [entry for entry in table.entries if not entry.aligned]


def _note(mention: Mention, findings: Sequence[Finding]) -> Mention:
    rules = dict.fromkeys(finding.rule for finding in findings)
    places = [
        Contradiction(one.rule, tuple((other.start, other.end) for other in one.against), _quote(one.against), one.expected)
        for one in findings
    ]
    return replace(
        mention,
        notes=[*mention.notes, *(rule for rule in rules if rule not in mention.notes)],
        contradictions=[*mention.contradictions, *places],
    )


def _quote(mentions: Sequence[Mention]) -> str:
    """The words of some figures, the first few."""
    words = [mention.text for mention in mentions]
    return " + ".join(words[:MOST_QUOTED]) + (" …" if len(words) > MOST_QUOTED else "")
