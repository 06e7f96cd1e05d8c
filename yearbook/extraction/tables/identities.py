"""Identities: sums and repetitions that must hold within a report; one that fails is noted on its cells, with what it fails by.

A form's own (收入总计 = 支出总计; 第一项加第二项 = 第三项加第四项) and what the prose repeats of it stand in
data/catalogue/forms.yaml; every total row is the sum of the rows above it; an amount, its change and the rate of that change
belong together in prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from yearbook.extraction.mentions.mention import FIGURE_ROLES, Mention
from yearbook.extraction.tables.entries import Entry, Table
from yearbook.extraction.tables.forms import Form, find_form
from yearbook.extraction.tables.words import TableWords, clean_label

PARTS, ITSELF, CHANGE = "parts_do_not_add_up", "contradicts_itself", "change_disagrees"  # keys of words/caveats.yaml
RATE_ROUNDING = Decimal("0.02")  # percentage points
MOST_QUOTED, MOST_NESTED, LEAD = 6, 8, 24
Fault = tuple[int, str, str]  # place of a mention, the note, and the words that it contradicts
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_CHANGE_OF = re.compile(
    r"(?P<lead>[^;\n]{0,40}?[,。]|)(?:同比|[比较][上去]年度?)?"
    r"(?P<subject>[^,。;\n]{0,16}?)(?P<way>减少|增加|下降|增长|多|少)了?$"
)
_RATE_OF = re.compile(r"[,、(]?(?:同比|比上年|较上年)?(?:下降|增长|减少|增加|上升|降低)了?$")
_FEWER = ("减少", "下降", "少")
_NESTED = re.compile(r"其中|[(〔]?[一二三四五六七八九十\d]+[)〕][^.]|\d+[.、]")


def note_identities(text: str, mentions: list[Mention], tables: Sequence[Table], words: TableWords) -> list[Mention]:
    """The mentions of a text in their order, with notes on those that contradict others."""
    by_place = {mention.at: mention for mention in mentions}
    found = list(_check_changes(text, mentions))
    for table in tables:
        form = find_form(table)
        if form is not None:
            found += [*_check_form(form, table, by_place), *_check_prose(form, table, text, mentions, by_place)]
        else:
            found += _check_totals(table, by_place, words)
    for at, note, against in dict.fromkeys(found):
        mention = by_place[at]
        reason = "; ".join(filter(None, (mention.reason, f"{note}: {against}")))
        by_place[at] = replace(mention, notes=[*mention.notes, note], reason=reason)
    return [by_place[mention.at] for mention in mentions] if found else mentions


def _check_form(form: Form, table: Table, linked: dict[int, Mention]) -> Iterator[Fault]:
    rows = _rows_of(table)
    for identity in form.identities:
        left, right = (_find_cells(rows, terms, linked) for terms in (identity.left, identity.right))
        if len(left) == len(identity.left) and len(right) == len(identity.right) and not _are_equal(left, right):
            yield from ((mention.at, PARTS, _quote(right)) for mention in left)
            yield from ((mention.at, PARTS, _quote(left)) for mention in right)


def _check_prose(form: Form, table: Table, text: str, mentions: Sequence[Mention], linked: dict[int, Mention]) -> Iterator[Fault]:
    """收入支出总计2995.39万元 in prose is the 总计 of the table."""
    rows = _rows_of(table)
    for words, label, place in form.repeated:
        cells = _find_cells(rows, [(label, place)], linked)
        for mention in mentions if cells else ():
            if table.start <= mention.at < table.end or mention.unit != "yuan" or mention.value is None:
                continue
            if words.search(text, max(0, mention.at - LEAD), mention.at) and not _are_equal([mention], cells):
                yield mention.at, ITSELF, _quote(cells)
                yield cells[0].at, ITSELF, mention.text


def _check_totals(table: Table, linked: dict[int, Mention], words: TableWords) -> Iterator[Fault]:
    """Each 合计 is the sum of the two or more rows of its column; not where rows are parts of others, or rates."""
    columns: dict[tuple[object, ...], list[Entry]] = {}
    for entry in table.entries:
        if entry.aligned and entry.labels:
            columns.setdefault(tuple(clean_label(one.text) for one in entry.headings), []).append(entry)
    for entries in columns.values():
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
        if not _are_equal([total], addends):
            yield total.at, PARTS, _quote(addends)


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
        place += 1 + next((n for n in counts if whole and _are_equal([rows[place]], rows[place + 1 : place + 1 + n])), 0)
    return kept


def _check_changes(text: str, mentions: Sequence[Mention]) -> Iterator[Fault]:
    """…56.95万元，减少1.2万元，下降2.06%: the rate is that of the change, on what the amount was before it."""
    figures = [mention for mention in mentions if mention.role in FIGURE_ROLES]
    for amount, change, rate in zip(figures, figures[1:], figures[2:], strict=False):
        if rate.unit != "percent" or change.unit is None or change.unit != amount.unit or amount.unit == "percent":
            continue
        if None in (amount.value, change.value, rate.value) or {amount.qualifier, change.qualifier, rate.qualifier} != {"exact"}:
            continue
        way = _CHANGE_OF.fullmatch(text[amount.until : change.at])
        if way is None or not _RATE_OF.fullmatch(text[change.until : rate.at]):
            continue
        if ("。" in way["lead"] and "相比" not in way["lead"]) or way["subject"] not in text[
            max(0, amount.at - LEAD) : amount.at
        ]:
            continue  # the change of something else
        now, by = amount.value or Decimal(0), abs(change.value or Decimal(0))
        before = now + by if way["way"] in _FEWER else now - by
        if before <= 0:
            continue
        room = RATE_ROUNDING + 100 * (_room(amount) + _room(change)) / before
        if abs(100 * by / before - abs(rate.value or Decimal(0))) > room:
            yield amount.at, CHANGE, _quote([change, rate])


def _rows_of(table: Table) -> list[list[Entry]]:
    return [list(entries) for _, entries in groupby(table.entries, key=lambda entry: entry.row)]


def _find_cells(
    rows: list[list[Entry]], terms: Iterable[tuple[re.Pattern[str], int]], linked: dict[int, Mention]
) -> list[Mention]:
    """The cell of each term, by its row's label and its place there; those that the table lacks are left out."""
    found = []
    for label, place in terms:
        for row in rows:
            named = row[place].labels[-1:] if -len(row) <= place < len(row) else []
            if named and label.fullmatch(clean_label(named[0].text)):
                found.append(linked[row[place].mention.at])
                break
    return found


def _are_equal(left: Sequence[Mention], right: Sequence[Mention]) -> bool:
    """Whether two sums agree but for the rounding of each figure."""
    return abs(_sum(left) - _sum(right)) <= sum((_room(mention) for mention in (*left, *right)), Decimal(0))


def _sum(mentions: Iterable[Mention]) -> Decimal:
    return sum((mention.value or Decimal(0) for mention in mentions), Decimal(0))


def _room(mention: Mention) -> Decimal:
    """How far a figure may be from what it rounds, in its base unit: half of its last place; a whole count is exact."""
    written = mention.value_as_written
    if not mention.value or not _PLAIN.fullmatch(written) or not Decimal(written):
        return Decimal(0)
    scale, places = abs(mention.value / Decimal(written)), len(written.partition(".")[2])
    return scale * Decimal(10) ** -places * Decimal("0.55") if places or scale > 1 else Decimal(0)


def _quote(mentions: Iterable[Mention]) -> str:
    """The words of some cells, the first few."""
    words = [mention.text for mention in mentions]
    return " + ".join(words[:MOST_QUOTED]) + (" …" if len(words) > MOST_QUOTED else "")
