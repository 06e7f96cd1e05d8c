"""Tables in a text, their cells between bars: what the row, the heading and the unit above the table say of each figure."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal

from yearbook.catalogue.vocabulary import UnitReading, load_units
from yearbook.extraction.linking.context import Zone
from yearbook.extraction.linking.cues import Cues
from yearbook.extraction.mentions.mention import FIGURE_ROLES, Mention
from yearbook.extraction.mentions.passage import Passage
from yearbook.extraction.tables.flat_tables import find_flat_cells

_UNIT_LINE = re.compile(r"(?:金额|计量|数据)?单位:\s*([^\s|,。;()]+)")
_RULE = re.compile(r"[\s|:+=-]*-[\s|:+=-]*")
_NO_VALUE = re.compile(r"[-/.·\s]*|无|不适用|未公布")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")
MOST_CELLS = 1000  # of a row: what has more is no table that people read
_SCALES = {
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "千": Decimal(1_000),
    "百万": Decimal(1_000_000),
    "百": Decimal(100),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure's cell: the zones of its row's and column's words, and what its heading says of it."""

    zones: list[Zone]
    headings: tuple[tuple[int, int], ...]  # those of its column in the folded text, from the top
    row: int  # where its row begins
    readings: tuple[UnitReading, ...]
    change: bool  # a column of changes
    planned: bool
    total: bool  # a column that sums up the row


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    cells: list[tuple[int, int]]
    figures: dict[int, Mention]  # by the number of the cell


def find_cells(passage: Passage, mentions: list[Mention], cues: Cues) -> dict[int, Cell]:
    """The cell of every figure that stands in a table, by the figure's place in the folded text."""
    text = passage.folded.text
    figures = [mention for mention in mentions if mention.role in FIGURE_ROLES]
    found = _find_flat(passage, figures, cues)
    if "|" not in text:
        return found
    places = [mention.at for mention in figures]
    heading: list[_Row] = []
    above: _Row | None = None
    caption: tuple[int, int] = (0, 0)
    unit_above: tuple[UnitReading, ...] = ()
    begin = 0
    for line in text.split("\n"):
        start, end = begin, begin + len(line)
        begin = end + 1
        if _RULE.fullmatch(line):  # | --- | --- | under a heading
            continue
        if "|" not in line:
            if line.strip():
                heading, above, unit_above = [], None, _stated_unit(line)
                caption = (caption[0] if unit_above else start, end)  # 单位:万元 stands below the table's name
            continue
        if line.count("|") > MOST_CELLS:
            continue
        row = _read_row(text, start, end, figures, places)
        unit_above = _stated_unit(line) or unit_above
        if not row.figures:
            heading = _add_heading(text, heading, row, above is not None)
            continue
        above = row = _take_labels(text, row, above)
        for number, mention in row.figures.items():
            found[mention.at] = _describe(text, row, number, heading, caption, unit_above, cues)
    return found


def _find_flat(passage: Passage, figures: list[Mention], cues: Cues) -> dict[int, Cell]:
    """The cells of tables flattened to one cell a line."""
    flat = {cell.own[0]: cell for cell in find_flat_cells(passage.source, passage.folded)}
    found: dict[int, Cell] = {}
    for mention in figures:
        if mention.at in flat:
            cell = flat[mention.at]
            found[mention.at] = _make_cell(
                passage.folded.text, mention, cell.label[0], [cell.label], [cell.heading], [], (), cues
            )
    return found


def parse_unit(words: str) -> tuple[UnitReading, ...]:
    """The base units that a unit standing alone allows: 万元 is 10000 yuan; () for what is no unit."""
    readings = load_units().readings
    words = words.strip()
    if words in readings:
        return readings[words]
    for scale, factor in _SCALES.items():
        if words.startswith(scale) and words[len(scale) :] in readings:
            return tuple(UnitReading(reading.unit, reading.factor * factor) for reading in readings[words[len(scale) :]])
    return ()


def _stated_unit(line: str) -> tuple[UnitReading, ...]:
    match = _UNIT_LINE.search(line)
    return parse_unit(match.group(1)) if match else ()


def _read_row(text: str, start: int, end: int, figures: list[Mention], places: list[int]) -> _Row:
    cells: list[tuple[int, int]] = []
    held: dict[int, Mention] = {}
    begin = start
    while begin <= end:
        bar = text.find("|", begin, end)
        stop = end if bar < 0 else bar
        first = bisect_right(places, begin - 1)
        if first < len(figures) and figures[first].at < stop and text[begin:stop].strip():
            held[len(cells)] = figures[first]
        cells.append((begin, stop))
        begin = stop + 1
    if text[start : start + 1] == "|":  # | with bars at both ends |
        cells.pop(0)
        held = {number - 1: mention for number, mention in held.items()}
        if len(cells) > 1 and text[end - 1 : end] == "|":
            cells.pop()
        return _Row(start, cells, held)
    while cells and not text[slice(*cells[-1])].strip() and len(cells) > 1:
        cells.pop()
    return _Row(start, cells, held)


def _add_heading(text: str, heading: list[_Row], row: _Row, below_figures: bool) -> list[_Row]:
    """The headings with a row without figures.

    A row that names a group takes the place of the group before; below figures, a heading that says a word of the old ones again
    takes their place, and a row of dashes is none.
    """
    if _is_group(text, row):
        return [*(above for above in heading if not _is_group(text, above)), row]
    if not below_figures:
        return [*heading, row]
    words = [text[slice(*cell)].strip() for cell in row.cells]
    if all(_NO_VALUE.fullmatch(word) for word in words[1:]):
        return heading
    said = {text[slice(*cell)].strip() for above in heading for cell in above.cells} - {""}
    return [row] if said.intersection(words) else [*heading, row]


def _is_group(text: str, row: _Row) -> bool:
    """Whether a row names only what the rows below it have in common: | 一、能源 |  |  |."""
    filled = [bool(text[slice(*cell)].strip()) for cell in row.cells]
    return len(filled) > 1 and filled[0] and not any(filled[1:])


def _take_labels(text: str, row: _Row, above: _Row | None) -> _Row:
    """A row that begins with empty cells goes on with the labels of the row above it: they were merged over both."""
    if above is None or len(above.cells) < len(row.cells):
        return row
    empty = next((number for number, cell in enumerate(row.cells) if text[slice(*cell)].strip()), 0)
    return _Row(row.start, [*above.cells[:empty], *row.cells[empty:]], row.figures)


def _spread(text: str, cells: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The cells of a heading above others; an empty one belongs to the filled one on its left, which was merged over both."""
    spread: list[tuple[int, int]] = []
    for cell in cells:
        spread.append(spread[-1] if spread and not text[slice(*cell)].strip() else cell)
    return spread


def _describe(
    text: str,
    row: _Row,
    number: int,
    heading: list[_Row],
    caption: tuple[int, int],
    unit_above: tuple[UnitReading, ...],
    cues: Cues,
) -> Cell:
    labels = [cell for place, cell in enumerate(row.cells[:number]) if place not in row.figures]
    own = (row.cells[number][0], row.figures[number].at)
    groups = [Zone(*above.cells[0], 0.5) for above in heading if _is_group(text, above)]
    heading = [above for above in heading if not _is_group(text, above)]
    fitting = [above.cells for above in heading if len(above.cells) == len(row.cells)]
    heads = [_spread(text, cells)[number] for cells in fitting[:-1]] + [cells[number] for cells in fitting[-1:]]
    if heading and not heads and len(heading[-1].cells) < len(row.cells):  # a cell too few: counted from the right
        from_right = number - (len(row.cells) - len(heading[-1].cells))
        heads = [heading[-1].cells[from_right]] if from_right >= 0 else []
    weight = 0.7 if _is_total(text, labels, cues) else 0.3
    zones = [Zone(*own, 1.0), *groups, Zone(*caption, weight)]
    return _make_cell(text, row.figures[number], row.start, labels, heads, zones, unit_above, cues)


def _make_cell(
    text: str,
    mention: Mention,
    row: int,
    labels: list[tuple[int, int]],
    heads: list[tuple[int, int]],
    zones: list[Zone],
    unit_above: tuple[UnitReading, ...],
    cues: Cues,
) -> Cell:
    words = " ".join(text[slice(*span)] for span in heads)
    change = bool(cues.column_change.search(words))
    readings = mention.readings
    if not readings and change:  # a column of changes is in percent, or an amount that has no metric
        readings = parse_unit("%") if cues.column_rate.search(words) else ()
    elif not readings:
        bracketed = [match.group(1) for span in (*heads, *labels) if (match := _IN_BRACKETS.search(text[slice(*span)]))]
        alone = [text[slice(*span)] for span in labels]
        readings = next((parsed for unit in (*bracketed, *alone) if (parsed := parse_unit(unit))), unit_above)
    return Cell(
        zones=[*(Zone(*span, 1.0) for span in (*labels, *heads)), *zones],
        headings=tuple(span for span in heads if text[slice(*span)].strip()),
        row=row,
        readings=readings,
        change=change,
        planned=bool(cues.column_plan.search(words)),
        total=_is_total(text, heads, cues),
    )


def keep_totals(cells: dict[int, Cell], mentions: list[Mention]) -> None:
    """Where several cells of a row are of one metric, scope and period, only the row's total keeps it, its parts do not."""
    rows: dict[tuple[object, ...], list[Mention]] = {}
    for mention in mentions:
        if mention.at in cells and mention.metric is not None:
            period = mention.period_start, mention.period_end
            rows.setdefault((cells[mention.at].row, mention.metric, mention.scope, period), []).append(mention)
    for same in rows.values():
        if len(same) < 2:
            continue
        totals = [mention for mention in same if cells[mention.at].total] or [
            mention for mention in same if mention.value is not None and _sums_up(mention, same)
        ]
        for mention in same:
            if mention is not (totals[-1] if totals else None):
                mention.metric, mention.role, mention.confidence, mention.agency = None, "quantity", None, None


def _sums_up(total: Mention, row: list[Mention]) -> bool:
    others = [mention.value for mention in row if mention is not total and mention.value is not None]
    return len(others) >= 2 and sum(others) == total.value


def _is_total(text: str, labels: list[tuple[int, int]], cues: Cues) -> bool:
    """Whether a row sums up what the table's caption names."""
    return any(cues.row_total.fullmatch(text[slice(*label)].strip()) for label in labels)
