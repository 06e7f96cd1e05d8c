"""Totals: of the cells of one row or column that are of one metric, scope and period, only the total keeps the metric."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from yearbook.extraction.grids.grid import Words
from yearbook.extraction.linking.scope import load_scopes
from yearbook.extraction.mentions.mention import Mention, without_metric
from yearbook.extraction.tables.entries import Entry
from yearbook.extraction.tables.words import TableWords, clean_label, read_label


def settle_totals(entries: Sequence[Entry], linked: Mapping[int, Mention], words: TableWords) -> dict[int, Mention]:
    """The mentions that change: claims that another cell outranks (a total its parts, a full label one with words left over)
    lose their metric, and a total over the offices of one level and others is of the region.

    Rows that are occasions or dates of their own (第一场, 2022年) are no parts.
    """
    columns: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    rows: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        mention = linked.get(entry.mention.at)
        if mention is not None and mention.metric is not None:
            said = (mention.metric, mention.role, mention.period_start, mention.period_end, mention.baseline, _of_group(entry))
            rows[entry.row, *said].append(entry)
            if not _is_occasion(entry, words):
                columns[*(clean_label(one.text) for one in entry.headings), *said].append(entry)
    changed: dict[int, Mention] = {}
    for in_column, groups in ((True, columns), (False, rows)):
        for same in groups.values():
            if len(same) > 1:
                changed |= _settle(same, linked, words, in_column)
    return changed


def _settle(same: list[Entry], linked: Mapping[int, Mention], words: TableWords, in_column: bool) -> dict[int, Mention]:
    """The changed mentions of some cells of one metric and period."""
    totals = [entry for entry in same if _is_total(entry.labels if in_column else entry.headings, words)]
    for_some = [entry for entry in same if entry not in totals and _has_own_scope(entry, linked, in_column)]
    rest = [entry for entry in same if entry not in for_some]
    kept = totals[-1:] or (rest if len(rest) == 1 else _surest(rest, linked))
    changed = {
        entry.mention.at: without_metric(linked[entry.mention.at], "part of a total") for entry in rest if entry not in kept
    }
    for entry in totals[-1:]:
        mention = linked[entry.mention.at]
        if for_some and "scope_assumed" in mention.notes:
            notes = [note for note in mention.notes if note != "scope_assumed"]
            changed[mention.at] = replace(mention, scope="region_wide", notes=notes)
    return changed


def _has_own_scope(entry: Entry, linked: Mapping[int, Mention], in_column: bool) -> bool:
    """Whether its row or its column names the offices of one level; a caption that does so speaks of all of them."""
    places = entry.labels if in_column else entry.headings
    scope = linked[entry.mention.at].scope in ("direct_units", "agency")
    return scope and any(read_label(words.text).scope is not None for words in places)


def _of_group(entry: Entry) -> str | None:
    """The scope that a group of rows names (一、全市): its rows are no parts of those of another group."""
    found = load_scopes().pattern.search(entry.group.text) if entry.group else None
    return found.group() if found else None


def _is_total(places: list[Words], words: TableWords) -> bool:
    """Whether a row or a column sums up the others: 合计, 全市合计, 全市; not 市本级."""
    pattern, scopes, *_ = load_scopes()
    for label in (clean_label(one.text) for one in places):
        found = pattern.search(label)
        bare = pattern.sub("", label)
        if words.totals.fullmatch(bare) or (found and not bare and scopes[found.group()] == "region_wide"):
            return True
    return False


def _is_occasion(entry: Entry, words: TableWords) -> bool:
    return any(words.occasions.match(label.text) for label in entry.labels)


def _surest(same: list[Entry], linked: Mapping[int, Mention]) -> list[Entry]:
    """The one claim of the highest confidence; none where several share it."""
    best = max((linked[entry.mention.at].confidence or 0 for entry in same), default=0)
    surest = [entry for entry in same if linked[entry.mention.at].confidence == best]
    return surest if len(surest) == 1 else []
