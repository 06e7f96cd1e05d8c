"""The report of the year before: what a report says of last year is what that report said of its own year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from yearbook.extraction.checking.finding import BEFORE, Finding, are_equal, is_exact
from yearbook.extraction.checking.rows import levels_of
from yearbook.extraction.checking.sums import Linked
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.tables.entries import Table
from yearbook.extraction.tables.words import clean_label

Key = tuple[object, ...]


def compare_years(
    now: Sequence[Mention], tables: Sequence[Table], before: Sequence[Mention], tables_before: Sequence[Table], year: int
) -> Iterator[Finding]:
    """Findings on figures of `now` for `year`, the year of the report `before`; `against` are figures of that report.

    Compared are figures of one metric, scope, period and baseline, and the values of rows with the same label and unit.
    """
    told: set[int] = set()
    by_metric = _by_metric(now, year), _by_metric(before, year)
    by_row = _by_row(now, tables, year), _by_row(before, tables_before, year)
    for stated, earlier in (by_metric, by_row):
        for key, mention in stated.items():
            other = earlier.get(key)
            if other is not None and mention.at not in told and not are_equal([mention], [other]):
                told.add(mention.at)
                yield Finding(mention, BEFORE, (other,), other.value)


def _by_metric(mentions: Sequence[Mention], year: int) -> dict[Key, Mention]:
    found: dict[Key, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.role == "metric" and is_exact(mention) and mention.period_end is not None and mention.period_end.year == year:
            key = (mention.metric, mention.scope, mention.period_start, mention.period_end, mention.baseline)
            found[key].append(mention)
    return _only_one(found)


def _by_row(mentions: Sequence[Mention], tables: Sequence[Table], year: int) -> dict[Key, Mention]:
    linked: Linked = {mention.at: mention for mention in mentions}
    found: dict[Key, list[Mention]] = defaultdict(list)
    for table in tables:
        for row in table.rows:
            level = levels_of(row, linked).get(year)
            if level is not None and row[0].labels and is_exact(level):
                found[(*(clean_label(words.text) for words in row[0].labels), level.unit)].append(level)
    return _only_one(found)


def _only_one(found: dict[Key, list[Mention]]) -> dict[Key, Mention]:
    """Those that a report states with one value."""
    return {key: same[0] for key, same in found.items() if len({mention.value for mention in same}) == 1}
