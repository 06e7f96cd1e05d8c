"""The unit, the sign and the kind of a table's value: what its cell, its row, its column and its table say of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple, TypeVar

from yearbook.catalogue.catalogue import Metric
from yearbook.catalogue.vocabulary import UnitReading
from yearbook.extraction.mentions.distant_units import SIGN_OF_YUAN
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.tables.entries import Entry
from yearbook.extraction.tables.words import Label, find_stated_units, find_unit, parse_unit, read_label, read_unit_of

T = TypeVar("T")
_ONE = Decimal(1)

_FALLING = frozenset("△▽▼↓")
_FALLS = ("下降", "减少", "降低", "减", "降")

Measure = Literal["level", "change", "amount of change", "share"]


class CellUnit(NamedTuple):
    """What a value measures. `stated` are the readings of its own unit, or of its label's, its heading's; `of_table` those of
    the line over the table, which a metric in another unit may pass over.
    """

    measure: Measure
    stated: tuple[UnitReading, ...]
    of_table: tuple[UnitReading, ...]
    negative: bool


def read_unit(text: str, entry: Entry) -> CellUnit:
    """The unit of a value: its own one, its row's, its label's, its column's, the table's, in this order."""
    near = [*reversed(entry.headings), *reversed(entry.labels)]
    labels = [read_label(one.text) for one in near]
    changed = [number for number, label in enumerate(labels) if label.compares]
    changes, shares = bool(changed), any(label.shares for label in labels)
    by_sign = entry.mention.readings if entry.mention.unit_as_written == SIGN_OF_YUAN else ()
    own = next(filter(None, (read_unit_of(near[number].text) for number in changed)), ())  # 同比（%） under 用水量（吨）
    stated = (() if by_sign else entry.mention.readings) or own
    if not stated and not any(labels[number].rates for number in changed):
        stated = _unit_around(entry, changes or shares)
    if not stated and (shares or (changes and any(label.rates for label in labels))):
        stated = parse_unit("%")
    percent = any(reading.unit == "percent" for reading in stated)
    measure: Measure = "share" if shares else "level"
    if changes:
        yearly = not any(label.otherwise for label in labels) and not _is_of_plans(entry)
        measure = "change" if percent and yearly else "amount of change"
    falling = measure == "change" and any(label.falls for label in labels)
    of_table = () if stated else _units_over(entry)
    if not stated and not changes:
        stated, of_table = _by_noun(labels, len(entry.headings), of_table)
    stated = stated or (() if of_table else by_sign)
    return CellUnit(measure, stated, of_table, _is_negative(text, entry.mention) or (falling and not _is_signed(entry.mention)))


def _is_of_plans(entry: Entry) -> bool:
    """A change behind columns of budgets: of plans, or of a result against its plan."""
    own = (read_label(words.text) for words in entry.headings)
    if any(label.budgets and not label.changes for label in own):
        return True
    levels = [label for words in entry.before if not (label := read_label(words.text)).changes]
    budgets = sum(label.budgets for label in levels)
    said = any(read_label(words.text).of_last_year for words in entry.headings)
    return budgets > 0 and len(levels) - budgets < (1 if said else 2)


def _unit_around(entry: Entry, heading_first: bool) -> tuple[UnitReading, ...]:
    headings, labels = list(reversed(entry.headings)), list(reversed(entry.labels))
    if entry.unit is not None or heading_first:  # 金额（万元） beside a column of units
        labels, headings = headings, labels
    beside = () if entry.unit is None else parse_unit(entry.unit.text.replace(" ", ""))
    for words in (*labels, *(headings if not beside else ())):
        readings = read_unit_of(words.text)
        if readings:
            return readings
    return beside


def _by_noun(
    labels: list[Label], headings: int, of_table: tuple[UnitReading, ...]
) -> tuple[tuple[UnitReading, ...], tuple[UnitReading, ...]]:
    """By a noun that ends the heading or the label: 接待批次 are batches, of 项、万元 采购金额 is in the latter."""
    for label in (*labels[headings:], *labels[:headings]):
        if label.counted is None:
            continue
        readings, units = label.counted, {reading.unit for reading in label.counted}
        fitting = tuple(reading for reading in of_table if reading.unit in units)
        if fitting:
            return (), fitting
        if "yuan" not in units:
            return readings, ()
    return (), of_table


def _units_over(entry: Entry) -> tuple[UnitReading, ...]:
    for words in (*entry.label_headings, *reversed(entry.captions)):
        readings = find_stated_units(words.text) or find_unit(words.text)
        if readings:
            return readings
    return ()


def _is_signed(mention: Mention) -> bool:
    return mention.signed or (mention.value is not None and mention.value < 0)


def _is_negative(text: str, mention: Mention) -> bool:
    """△2.59, ▼, ↓, (1.45), 下降3.5: a fall written without a minus."""
    if mention.value is None or mention.value <= 0 or mention.signed:
        return False
    before = text[max(0, mention.at - 3) : mention.at].rstrip()
    if before[-1:] in _FALLING or before.endswith(_FALLS):
        return True
    return before[-1:] == "(" and text[mention.until : mention.until + 1] == ")" and before[-2:-1] in ("|", "\n", "")


def _only(values: Sequence[T]) -> T | None:
    """The value that all of some are."""
    return values[0] if values and values.count(values[0]) == len(values) else None


def convert(
    mention: Mention, readings: tuple[UnitReading, ...], metric: Metric | None, unit: CellUnit
) -> tuple[str | None, Decimal | None, Decimal | None]:
    """Base unit, value and value_max; without a metric in the one base unit that the readings allow."""
    base = metric.unit if metric else mention.unit or _only([reading.unit for reading in readings])
    factor = _only([reading.factor for reading in readings if base is None or reading.unit == base]) or _ONE
    if unit.negative:
        factor = -factor
    value = None if mention.value is None else mention.value * factor
    value_max = None if mention.value_max is None else mention.value_max * factor
    return base, value, value_max
