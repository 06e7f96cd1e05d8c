"""Sums of tables: a form's identities (data/catalogue/forms.yaml), totals of rows and of columns, codes and those below them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from yearbook.extraction.checking.finding import ITSELF, PARTS, Finding, add_up, are_equal, is_exact
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.tables.entries import Entry, Table
from yearbook.extraction.tables.forms import Cell, Form
from yearbook.extraction.tables.words import TableWords, clean_label, load_table_words

Linked = Mapping[int, Mention]
Forms = Sequence[tuple[Table, Form | None]]
MOST_NESTED = 8
_NESTED = re.compile(r"其中|[(〔]?[一二三四五六七八九十\d]+[)〕][^.]|\d+[.、]")
_WHOLE = re.compile(r"(?:本年)?(?:收入|支出)?(?:合计|小计|总计)")

_LEAST_ROWS = 3  # that a column's sum must hold in before a row is held against it


class Coded(NamedTuple):
    """A value of a row with a code; without one the row sums up others."""

    row: int  # where its first value stands
    code: str
    mention: Mention


def check_form(form: Form, table: Table, linked: Linked) -> Iterator[Finding]:
    """收入总计 = 支出总计; 第一项加第二项 = 第三项加第四项."""
    rows = table.rows
    for identity in form.identities:
        left, right = (find_cells(rows, cells, linked) for cells in (identity.left, identity.right))
        if len(left) == len(identity.left) and len(right) == len(identity.right) and not are_equal(left, right):
            for side, other in ((left, right), (right, left)):
                expected = add_up(other) if len(side) == 1 else None
                yield from (Finding(mention, PARTS, tuple(other), expected) for mention in side)
    for ratio in form.ratios:
        terms = find_cells(rows, (ratio.value, ratio.over, ratio.under), linked)
        if len(terms) < 3 or not is_exact(*terms) or not terms[2].value or None in (terms[0].unit, terms[1].unit):
            continue
        value, over, under = terms
        expected = ratio.factor * add_up([over]) / add_up([under])
        if abs(expected - add_up([value])) > abs(expected) * ratio.tolerance:
            yield Finding(value, PARTS, (over, under), expected)


def check_next_tables(tables: Forms, linked: Linked) -> Iterator[Finding]:
    """A table's total is the same total in the next one: 本年支出合计 of the first is the 合计 of 支出决算表."""
    by_form: dict[str, list[Table]] = defaultdict(list)
    for table, form in tables:
        if form is not None:
            by_form[form.id].append(table)
    for form in {form.id: form for _, form in tables if form is not None}.values():
        for own, other_id, others in form.equal:
            if len(by_form[form.id]) != 1 or len(by_form[other_id]) != 1:
                continue  # one body's accounts beside another's
            here = find_cells(by_form[form.id][0].rows, [own], linked)
            there = find_cells(by_form[other_id][0].rows, [others], linked)
            if here and there and not are_equal(here, there):
                yield Finding(here[0], ITSELF, tuple(there), there[0].value)
                yield Finding(there[0], ITSELF, tuple(here), here[0].value)


def check_totals(table: Table, linked: Linked) -> Iterator[Finding]:
    """Each 合计 is the sum of the two or more rows of its column; not where rows are parts of others, or rates."""
    words = load_table_words()
    summed = any(_is_sum(row[0], words) or _is_sum(row[-1], words) for row in table.rows)
    for entries in _columns_of(table).values() if summed else ():
        totals = [entry for entry in entries if words.sums.fullmatch(clean_label(entry.labels[-1].text))]
        parts = [entry for entry in entries if entry not in totals]
        units = {linked[entry.mention.at].unit for entry in entries}
        if len(totals) != 1 or len(parts) < 2 or len(units) > 1 or not _is_summed(units.pop()):
            continue
        if any(_NESTED.match(entry.labels[-1].text) or entry.group or len(entry.labels) > 1 for entry in parts):
            continue
        if any(words.not_summed.search(clean_label(one.text)) for one in totals[0].headings):
            continue
        total, addends = linked[totals[0].mention.at], _drop_nested([linked[entry.mention.at] for entry in parts])
        if not are_equal([total], addends):
            yield Finding(total, PARTS, tuple(addends), add_up(addends))


def check_columns(table: Table, linked: Linked) -> Iterator[Finding]:
    """A column of sums (本年支出合计 | 基本支出 | 项目支出) holds in each row, where it does in most rows."""
    wholes: dict[tuple[str, ...], list[tuple[Mention, list[Mention]]]] = defaultdict(list)
    for row in table.rows:
        for entry in row:
            if not entry.aligned or not entry.headings or not _WHOLE.fullmatch(clean_label(entry.headings[-1].text)):
                continue
            path = tuple(clean_label(words.text) for words in entry.headings)
            beside = [other for other in row if other.column > entry.column and _paths_above(other) == _paths_above(entry)]
            if len(beside) > 1 and _is_summed(linked[entry.mention.at].unit):
                wholes[path].append((linked[entry.mention.at], [linked[part.mention.at] for part in beside]))
    for sums in wholes.values():
        failing = [(whole, parts) for whole, parts in sums if not are_equal([whole], parts)]
        if len(sums) - len(failing) >= max(_LEAST_ROWS, 2 * len(failing)):
            for whole, parts in failing:
                yield Finding(whole, PARTS, tuple(parts), add_up(parts))


def check_codes(tables: Sequence[Table], linked: Linked) -> Iterator[Finding]:
    """A class (201) is the sum of its sections (20103), each the sum of its items (2010301), in every column.

    Where more than one column of a row fails, or all do, rows stand on a page that was read otherwise, and nothing is said.
    """
    for columns in _coded_columns(tables, linked) if any(table.codes for table in tables) else ():
        held: set[int] = set()  # places of rows
        failing: dict[int, list[Finding]] = defaultdict(list)
        for coded in columns.values():
            for row, whole, parts in _sums_of_codes(coded):
                if are_equal([whole], parts):
                    held |= {row} if whole.value else set()
                else:
                    failing[row].append(Finding(whole, PARTS, tuple(parts), add_up(parts)))
        yield from (findings[0] for row, findings in failing.items() if row in held and len(findings) == 1)


def _sums_of_codes(coded: Sequence[Coded]) -> Iterator[tuple[int, Mention, list[Mention]]]:
    """Each row that codes stand below, its value and theirs; a row without a code sums up the highest."""
    level = min((len(one.code) for one in coded if one.code), default=0)
    for number, whole in enumerate(coded):
        if whole.code:
            below = takewhile(lambda one: one.code.startswith(whole.code), coded[number + 1 :])  # noqa: B023
            parts = [one.mention for one in below if len(one.code) == len(whole.code) + 2]
        else:
            parts = [one.mention for one in coded if len(one.code) == level]
        if parts:
            yield whole.row, whole.mention, parts


def _coded_columns(tables: Sequence[Table], linked: Linked) -> Iterator[dict[int, list[Coded]]]:
    """Of each table with codes: its columns as codes and values; one that goes on without a total belongs to the one before."""
    words = load_table_words()
    columns: dict[int, list[Coded]] = {}
    for table in tables:
        rows = [row for row in table.rows if row[0].row in table.codes or _is_sum(row[0], words)]
        coded = sum(row[0].row in table.codes for row in rows)
        if len(rows) < len(table.rows):
            coded = 0  # two columns of codes side by side, or none
        begins = any(_is_sum(row[0], words) for row in rows)
        if coded and begins and columns:
            yield columns
            columns = {}
        for row in rows if coded else ():
            for entry in row:
                coded_cell = Coded(row[0].mention.at, table.codes.get(entry.row, ""), linked[entry.mention.at])
                columns.setdefault(entry.behind, []).append(coded_cell)
        if not coded and columns:
            yield columns
            columns = {}
    if columns:
        yield columns


def _is_sum(entry: Entry, words: TableWords) -> bool:
    return bool(entry.labels) and bool(words.sums.fullmatch(clean_label(entry.labels[-1].text)))


def _columns_of(table: Table) -> dict[tuple[str, ...], list[Entry]]:
    columns: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in table.entries:
        if entry.aligned and entry.labels and not table.codes:
            columns[tuple(clean_label(one.text) for one in entry.headings)].append(entry)
    return columns


def _paths_above(entry: Entry) -> tuple[str, ...]:
    return tuple(words.text for words in entry.headings[:-1])


def _is_summed(unit: str | None) -> bool:
    return unit != "percent" and "_per_" not in (unit or "")


def _drop_nested(rows: list[Mention]) -> list[Mention]:
    """Rows without those right below one that is their sum: they are its parts, though no 其中 says so."""
    kept: list[Mention] = []
    place = 0
    while place < len(rows):
        kept.append(rows[place])
        counts = range(2, min(MOST_NESTED, len(rows) - place))
        whole = rows[place].value
        place += 1 + next((n for n in counts if whole and are_equal([rows[place]], rows[place + 1 : place + 1 + n])), 0)
    return kept


def find_cells(rows: list[list[Entry]], cells: Iterable[Cell], linked: Linked) -> list[Mention]:
    """The figure of each cell, by its row's label and its place there; those that the table lacks are left out."""
    found = []
    for label, place in cells:
        for row in rows:
            named = row[place].labels[-1:] if -len(row) <= place < len(row) else []
            if named and label.fullmatch(clean_label(named[0].text)):
                found.append(linked[row[place].mention.at])
                break
    return found
