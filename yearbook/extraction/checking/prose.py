"""Prose: parts, changes, shares and directions of a sentence belong together, and an amount is that of the table it repeats."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter

from yearbook.extraction.checking.finding import (
    CHANGE,
    DIRECTION,
    ITSELF,
    PARTS,
    SHARE,
    Finding,
    add_up,
    are_equal,
    is_exact,
    last_place,
    rounding,
)
from yearbook.extraction.checking.rows import levels_of
from yearbook.extraction.checking.sums import Forms, Linked, find_cells
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.tables.entries import Entry
from yearbook.extraction.tables.words import clean_label

LEAD = 24  # code points before a figure that may name it
RATE_ROUNDING = Decimal("0.02")  # percentage points
_LEAST_LABEL = 4  # characters of a row's label that is told by its words alone
_CHANGE_OF = re.compile(
    r"(?P<lead>[^;\n]{0,40}?[,。]|)(?:同比|[比较][上去]年度?)?"
    r"(?P<subject>[^,。;\n]{0,16}?)(?P<way>减少|增加|下降|增长|多|少)了?$"
)
_BASE = re.compile(r"[比较][^,。;]{1,16}$")  # the amount is what another one is compared with
_RATE_OF = re.compile(r"[,、(]?(?:同比|比上年|较上年)?(?:下降|增长|减少|增加|上升|降低)了?$")
_FEWER = ("减少", "下降", "少")
_WITHIN = "其中"
_PLACE = attrgetter("at")
_SHARE_OF = re.compile(r"[^,。;\d]{0,6}[,(]?占比?(?:为|约|达)?")
_FALL = re.compile(r"(?:减少|下降|降低|压减|压缩|下调)(?:到|至|为)$")
_RISE = re.compile(r"(?:增加|增长|提高|上升|提升|扩大)(?:到|至|为)$")
_FROM = re.compile(r"[由从][^,。;\n]{0,14}$")
_STATED = re.compile(r"(?:支出|收入)?(?:决算)?(?:数|金额|总额)?(?:为|是|共|共计|总计|合计|达)?$")
_BEFORE_LABEL = re.compile(
    r"(?:(?:19|20)\d\d年度?|[(〔]?[一二三四五六七八九十\d]+[)〕、.]*|其中:?|全年|本年度?|当年|本部门|本单位|我局|的|\s)*"
)
_CLAUSE = re.compile(r"[,。;:!?\n]")


def check_brackets(text: str, figures: Sequence[Mention]) -> Iterator[Finding]:
    """850个（国家机关300个、事业单位540个）: the parts in brackets right behind a total add up to it."""
    for number, total in enumerate(figures):
        if text[total.until : total.until + 1] != "(":
            continue
        closing = text.find(")", total.until)
        inside = figures[number + 1 : bisect_right(figures, closing, number + 1, key=_PLACE)]
        parts = [part for part in inside if part.unit_as_written == total.unit_as_written]
        if len(parts) >= 2 and is_exact(total, *parts) and add_up(parts) != total.value:
            yield Finding(total, PARTS, tuple(parts), add_up(parts))


def check_changes(text: str, figures: Sequence[Mention]) -> Iterator[Finding]:
    """…56.95万元，减少1.2万元，下降2.06%: the rate is that of the change, on what the amount was before it."""
    for amount, change, rate in zip(figures, figures[1:], figures[2:], strict=False):
        if rate.unit != "percent" or change.unit is None or change.unit != amount.unit or amount.unit == "percent":
            continue
        if not is_exact(amount, change, rate) or _BASE.search(text[max(0, amount.at - LEAD) : amount.at]):
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
        expected = 100 * by / before
        if abs(expected - abs(rate.value or Decimal(0))) > RATE_ROUNDING + 100 * (rounding(amount) + rounding(change)) / before:
            yield Finding(amount, CHANGE, (change, rate))


def check_directions(text: str, figures: Sequence[Mention]) -> Iterator[Finding]:
    """由12减少到15 rises: the verb is that of the two amounts."""
    for before, now in pairwise(figures):
        if before.unit is None or before.unit != now.unit or now.at - before.until > LEAD or not is_exact(before, now):
            continue
        if not _FROM.search(text[max(0, before.at - LEAD) : before.at]):
            continue
        between = text[before.until : now.at]
        up = (now.value or Decimal(0)) > (before.value or Decimal(0))
        if (_FALL.search(between) and up) or (_RISE.search(between) and not up and now.value != before.value):
            yield Finding(now, DIRECTION, (before,))


def check_shares(text: str, figures: Sequence[Mention]) -> Iterator[Finding]:
    """合计200万元，其中：甲150万元，占75%；乙50万元，占25%: each share is that of the total. One that fails alone is wrong."""
    if _WITHIN not in text:
        return
    by_total: dict[int, list[tuple[Finding, bool]]] = defaultdict(list)
    for number, (amount, share) in enumerate(pairwise(figures)):
        if share.unit != "percent" or amount.unit in (None, "percent"):
            continue
        total = _find_total(text, figures, number)
        if total is None or amount.unit != total.unit:
            continue
        if not _SHARE_OF.fullmatch(text, amount.until, share.at) or not is_exact(total, amount, share) or not total.value:
            continue
        expected = 100 * (amount.value or Decimal(0)) / total.value
        room = last_place(share) + RATE_ROUNDING + 100 * (rounding(amount) + rounding(total)) / total.value
        holds = abs(expected - (share.value or Decimal(0))) <= room
        by_total[total.at].append((Finding(share, SHARE, (amount, total), round(expected, 2)), holds))
    for shares in by_total.values():
        failing = [finding for finding, holds in shares if not holds]
        if len(failing) <= max(1, len(shares) // 3):
            yield from failing


def _find_total(text: str, figures: Sequence[Mention], number: int) -> Mention | None:
    """The first figure of the sentence of another one behind which 其中 stands before the next figure."""
    at = figures[number].at
    begins = max(text.rfind("。", 0, at), text.rfind("\n", 0, at))
    first = bisect_right(figures, begins, 0, number, key=_PLACE)
    for total, part in pairwise(figures[first : number + 1]):
        if text.find(_WITHIN, total.until, part.at) >= 0:
            return total
    return None


def check_repetitions(tables: Forms, text: str, prose: Sequence[Mention], linked: Linked) -> Iterator[Finding]:
    """收入支出总计2995.39万元 in prose is the 总计 of the table."""
    for table, form in tables:
        rows = table.rows if form is not None and form.repeated else []
        for words, cell in form.repeated if form is not None else ():
            cells = find_cells(rows, [cell], linked)
            for mention in prose if cells else ():
                if mention.unit != "yuan" or mention.value is None:
                    continue
                if words.search(text, max(0, mention.at - LEAD), mention.at) and not are_equal([mention], cells):
                    yield Finding(mention, ITSELF, tuple(cells), cells[0].value)
                    yield Finding(cells[0], ITSELF, (mention,), mention.value)


def check_rows_told(tables: Forms, text: str, prose: Sequence[Mention], linked: Linked) -> Iterator[Finding]:
    """An amount whose words are a row's label is one of the row's, and rises or falls as the row does."""
    amounts = [number for number, mention in enumerate(prose) if mention.unit == "yuan" and is_exact(mention)]
    if not amounts:
        return
    rows: dict[str, list[list[Entry]]] = defaultdict(list)
    for table, _ in tables:
        for row in table.rows:
            label = clean_label(row[0].labels[-1].text) if row[0].labels else ""
            if len(label) >= _LEAST_LABEL:
                rows[label].append(row)
    for number in amounts if rows else ():
        mention = prose[number]
        label = _label_before(text, mention.at, rows)
        values = (linked[entry.mention.at] for row in rows.get(label, ()) for entry in row)
        cells = [cell for cell in values if _of_one_time(cell, mention)]
        if not cells:
            continue
        if not any(are_equal([mention], [cell]) for cell in cells):
            nearest = min(cells, key=lambda cell: abs((cell.value or Decimal(0)) - (mention.value or Decimal(0))))
            yield Finding(mention, ITSELF, (nearest,), nearest.value)
            yield Finding(nearest, ITSELF, (mention,), mention.value)
        elif number + 1 < len(prose):
            yield from _check_way(text, mention, prose[number + 1], [levels_of(row, linked) for row in rows[label]])


def _label_before(text: str, at: int, labels: Container[str]) -> str:
    """The row's label that the words before an amount are; empty where they are none."""
    lead = text[max(0, at - 2 * LEAD) : at]
    for mark in _CLAUSE.finditer(lead):
        lead = text[max(0, at - 2 * LEAD) + mark.end() : at]
    for words in (lead, lead[: _STATED.search(lead).start()]):  # type: ignore[union-attr]
        for start in range(len(words) - _LEAST_LABEL + 1):
            if words[start:] in labels and _BEFORE_LABEL.fullmatch(words, 0, start):
                return words[start:]
    return ""


def _of_one_time(cell: Mention, mention: Mention) -> bool:
    known = cell.period_end is not None and mention.period_end is not None
    return cell.unit == mention.unit and is_exact(cell) and (not known or cell.period_end == mention.period_end)


def _check_way(text: str, amount: Mention, change: Mention, rows: list[dict[int, Mention]]) -> Iterator[Finding]:
    """3.2万元，比上年增加0.8万元: the row's levels of both years say whether it rose."""
    way = _CHANGE_OF.fullmatch(text[amount.until : change.at])
    if way is None or way["subject"] or change.unit != amount.unit or not is_exact(change):
        return
    both = ((now, levels.get(year - 1)) for levels in rows for year, now in levels.items() if are_equal([amount], [now]))
    for now, before in both:
        if before is None:
            continue
        difference = (now.value or Decimal(0)) - (before.value or Decimal(0))
        if difference and (difference < 0) != (way["way"] in _FEWER):
            yield Finding(change, DIRECTION, (now, before), difference)
        elif abs(abs(difference) - abs(change.value or Decimal(0))) > rounding(now) + rounding(before) + rounding(change):
            yield Finding(change, CHANGE, (now, before), abs(difference))
        return
