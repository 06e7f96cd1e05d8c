"""Rows of tables: the change that a row states follows from its levels of this year and of the year before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from yearbook.extraction.checking.finding import CHANGE, DIRECTION, Finding, is_exact, last_place, rounding
from yearbook.extraction.checking.sums import Linked
from yearbook.extraction.linking.comparison import PREVIOUS_YEAR
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.tables.entries import Entry, Table
from yearbook.extraction.tables.words import read_label


def check_changes_of_rows(table: Table, linked: Linked) -> Iterator[Finding]:
    """2023年 | 2022年 | 同比（%）: each rate and its sign, in rows with one level a year."""
    for row in table.rows:
        levels: dict[int, Mention] = {}
        for entry in row:
            change = linked[entry.mention.at]
            if change.unit != "percent" or change.baseline != PREVIOUS_YEAR or not _compares(entry) or change.period_end is None:
                continue
            levels = levels or levels_of(row, linked)
            now, before = levels.get(change.period_end.year), levels.get(change.period_end.year - 1)
            if now is None or before is None or not is_exact(now, before, change) or not before.value or before.value < 0:
                continue
            expected = 100 * ((now.value or Decimal(0)) / before.value - 1)
            room = last_place(change) + 100 * (rounding(now) + rounding(before) * (1 + abs(expected) / 100)) / before.value
            if abs(expected - (change.value or Decimal(0))) > room:
                turned = abs(expected + (change.value or Decimal(0))) <= room
                yield Finding(change, DIRECTION if turned else CHANGE, (now, before), round(expected, 2))


def levels_of(row: Sequence[Entry], linked: Linked) -> dict[int, Mention]:
    """The levels of a row by year, of years that one column names and no other."""
    levels: dict[int, list[Mention]] = {}
    for entry in row:
        mention = linked[entry.mention.at]
        if entry.aligned and mention.unit != "percent" and mention.period_end is not None and not _compares(entry):
            levels.setdefault(mention.period_end.year, []).append(mention)
    return {year: mentions[0] for year, mentions in levels.items() if len(mentions) == 1}


def _compares(entry: Entry) -> bool:
    return any(read_label(words.text).compares for words in (*entry.headings, *entry.labels))
