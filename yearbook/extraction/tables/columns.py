"""Columns: the headings of each column, from the top, where headings stand in several rows and were merged over columns.

| 项目 | 用车费 |        |        | 接待费 |
|      | 小计   | 购置费 | 运行费 |        |   →   用车费 > 购置费 stands over the third column
"""

from __future__ import annotations

from collections.abc import Sequence

from yearbook.extraction.grids.grid import Words

Heading = Words | None


def spread_headings(rows: Sequence[Sequence[Heading]], width: int, first: int) -> list[list[Words]] | None:
    """The headings over each of `width` columns, of which the first `first` hold labels; None where the rows do not fit.

    Each row of headings has a cell for every column (None where it was merged with the one on its left or above), or fewer.
    """
    fitted = _fit_all([list(row) for row in rows], width, first)
    if fitted is None:
        return None
    paths: list[list[Words]] = [[] for _ in range(width)]
    for number, row in enumerate(fitted):
        spread = _spread(row) if number < len(fitted) - 1 else row
        for column, heading in enumerate(spread):
            if heading is not None and not (paths[column] and paths[column][-1].text == heading.text):
                paths[column].append(heading)
    return paths


def _spread(row: list[Heading]) -> list[Heading]:
    """An empty heading belongs to the filled one on its left, which was merged over both."""
    filled: list[Heading] = []
    for heading in row:
        filled.append(filled[-1] if filled and heading is None else heading)
    return filled


def _fit_all(rows: list[list[Heading]], width: int, first: int) -> list[list[Heading]] | None:
    """Each row with `width` cells; rows that cannot be fitted are left out if a lower one fits."""
    fitted: list[list[Heading]] = []
    for number, row in enumerate(rows):
        above = rows[number - 1] if number else None
        one = _fit_below(fitted[-1] if fitted else above, row, width) or _fit(row, width, first, number < len(rows) - 1)
        if one is None and number + 1 < len(rows):
            pair = _fit_pair(row, rows[number + 1], width, first) or _fit_halves(row, rows[number + 1], width, first)
            if pair is not None:
                return [*fitted, *pair, *(_fit(rest, width, first, False) or [None] * width for rest in rows[number + 2 :])]
        if one is not None:
            fitted.append(one)
    if not fitted or len(_filled(fitted[-1])) == 0:
        return None
    return fitted


def _filled(row: Sequence[Heading]) -> list[Words]:
    return [heading for heading in row if heading is not None]


def _fit_below(above: list[Heading] | None, row: list[Heading], width: int) -> list[Heading] | None:
    """Headings moved to the left of a row, under one that was merged over as many columns: 增减金额 | 增减幅度 | | |."""
    filled = _filled(row)
    if above is None or len(above) != width or len(row) != width or row[: len(filled)] != filled or len(filled) == width:
        return None
    slots = [column for column in range(width) if above[column] is None or (column + 1 < width and above[column + 1] is None)]
    if len(slots) != len(filled) or slots[0] == 0:
        return None
    moved: list[Heading] = [None] * width
    for column, heading in zip(slots, filled, strict=True):
        moved[column] = heading
    return moved


def _fit(row: list[Heading], width: int, first: int, upper: bool) -> list[Heading] | None:
    if len(row) == width:
        return row
    if len(row) > width:
        row = row[:width] if not _filled(row[width:]) else row
        return row if len(row) == width else None
    columns, cells = width - first, _filled(row)
    if len(cells) != len(row) and len(row) - columns not in (0, 1):
        return None
    if len(cells) == columns:
        return [*[None] * first, *cells]
    if len(row) == columns + 1 and first >= 1:
        return [row[0], *[None] * (first - 1), *row[1:]]
    if upper and len(cells) > 1:
        for label in (1, 0):
            groups = len(cells) - label
            if groups and columns % groups == 0 and (label == 0 or first >= 1):
                share = columns // groups
                return [*([cells[0]] if label else []), *[None] * (first - label), *_repeat(cells[label:], share)]
    return None


def _repeat(cells: Sequence[Words], times: int) -> list[Heading]:
    return [heading if number == 0 else None for heading in cells for number in range(times)]


def _fit_pair(upper: list[Heading], lower: list[Heading], width: int, first: int) -> list[list[Heading]] | None:
    """Two rows of headings, the lower one standing under one heading of the upper: the one whose words it repeats."""
    above, below = _filled(upper), _filled(lower)
    if len(above) - 1 + len(below) == width:
        label: list[Heading] = []
    elif len(above) - 1 + len(below) == width - first and first:
        label = [None] * first
    elif len(above) - 2 + len(below) == width - first and first:
        label, above = [above[0], *[None] * (first - 1)], above[1:]
    else:
        return None
    parent = max(range(len(above)), key=lambda n: sum(_shared(above[n].text, heading.text) for heading in below))
    if not any(_shared(above[parent].text, heading.text) > 1 for heading in below):
        return None
    places = [*label, *above[:parent], above[parent], *[None] * (len(below) - 1), *above[parent + 1 :]]
    under: list[Heading] = [None] * width
    start = len(label) + parent
    under[start : start + len(below)] = below
    return [places, under] if len(places) == width else None


def _fit_halves(upper: list[Heading], lower: list[Heading], width: int, first: int) -> list[list[Heading]] | None:
    """The same two rows of headings twice, side by side: of the budget and of the accounts."""
    above, below, columns = _filled(upper), _filled(lower), width - first
    if columns % 2 or len(above) % 2 or len(below) % 2:
        return None
    middle, half = len(above) // 2, len(below) // 2
    left = _fit_pair([*above[:middle]], [*below[:half]], columns // 2, 0)
    right = _fit_pair([*above[middle:]], [*below[half:]], columns // 2, 0)
    if left is None or right is None:
        return None
    return [[*[None] * first, *one, *other] for one, other in zip(left, right, strict=True)]


def _shared(one: str, other: str) -> int:
    """Characters that two headings have in common."""
    return len(set(one) & set(other))
