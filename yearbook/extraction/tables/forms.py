"""Statutory forms: tables whose rows and columns a law or a circular fixes, as data (data/catalogue/forms.yaml).

A form is recognised by its fixed words. It says of which metric a few of its cells are; all others claim nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from yearbook.catalogue.files import DataError, catalogue_folder, collect_faults, read_yaml
from yearbook.extraction.tables.entries import Entry, Table
from yearbook.extraction.tables.words import clean_label

Cell = tuple[re.Pattern[str], int]  # a row, by its label, and a place among its values; -1 is the last

_ROUNDING = Decimal("0.02")  # of each addend, in the unit of the table: figures are rounded to two places


@dataclass(frozen=True, slots=True)
class FormCell:
    """Cells of one metric: those of a row whose label matches, at a place among its values (-1 is the last)."""

    row: re.Pattern[str]
    place: int
    values: int | None  # only where the row has so many
    metric: str


@dataclass(frozen=True, slots=True)
class FormIdentity:
    """Cells (row and place) whose sum equals that of others."""

    left: tuple[Cell, ...]
    right: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class FormRatio:
    """A cell that is the ratio of two others times `factor`, in base units; `tolerance` is a share of it."""

    value: Cell
    over: Cell
    under: Cell
    factor: Decimal
    tolerance: Decimal


@dataclass(frozen=True, slots=True)
class Form:
    """`marks`: words of which one list must stand in the table whole; `without`: words that must not."""

    id: str
    marks: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]
    cells: tuple[FormCell, ...]
    open: bool  # other cells are read as those of any table
    identities: tuple[FormIdentity, ...]
    ratios: tuple[FormRatio, ...]
    repeated: tuple[tuple[re.Pattern[str], Cell], ...]  # words in prose, and the cell that they repeat
    equal: tuple[tuple[Cell, str, Cell], ...]  # a cell, another form, and the cell there that repeats it
    sums: tuple[tuple[int, tuple[int, ...]], ...]  # places: the first is the sum of the others; else the form does not hold

    def fits(self, words: str) -> bool:
        return any(all(mark in words for mark in marks) for marks in self.marks) and not any(
            word in words for word in self.without
        )

    def find_metric(self, entry: Entry, row: Sequence[Entry]) -> str | None:
        """The metric of a cell; `row` are all values of its row."""
        labels = [clean_label(words.text) for words in entry.labels] or [""]
        for cell in self.cells:
            place = entry.place if cell.place >= 0 else -1 - entry.from_right
            if (
                place == cell.place
                and cell.values in (None, len(row))
                and any(map(cell.row.fullmatch, labels))
                and self._adds_up(row)
            ):
                return cell.metric
        return None

    def _adds_up(self, row: Sequence[Entry]) -> bool:
        values = [entry.mention.value for entry in row]
        for total, parts in self.sums:
            places = (total, *parts)
            if max(places) >= len(values) or any(values[place] is None for place in places):
                return False
            difference = (values[total] or 0) - sum((values[place] or Decimal(0) for place in parts), Decimal(0))
            if abs(difference) > _ROUNDING * len(parts):
                return False
        return True


@cache
def load_forms() -> tuple[Form, ...]:
    """The installation's forms. Raises DataError with every form that is not well written."""
    file = catalogue_folder() / "forms.yaml"
    forms = []
    with collect_faults() as faults:
        for entry in read_yaml(file):
            try:
                forms.append(_read_form(entry))
            except (KeyError, TypeError, ValueError, ArithmeticError, re.error) as error:
                faults.append(DataError(file, str(entry.get("id")), f"is not well written ({error!r}); see the head of the file"))
        known = {form.id for form in forms}
        for form in forms:
            for other in {other for _, other, _ in form.equal} - known:
                faults.append(DataError(file, form.id, f"repeats cells of {other}, which is no form; correct the name"))
    return tuple(forms)


def _read_form(entry: dict[str, Any]) -> Form:
    """A form as written. Raises KeyError, TypeError, ValueError, ArithmeticError or re.error where it is not well written."""
    cells = (
        FormCell(re.compile(cell.get("row", "")), int(cell["place"]), cell.get("values"), cell["metric"])
        for cell in entry.get("cells", ())
    )
    identities = (
        FormIdentity(tuple(map(_read_cell, one["left"])), tuple(map(_read_cell, one["right"])))
        for one in entry.get("identities", ())
    )
    ratios = (
        FormRatio(
            _read_cell(one["value"]),
            _read_cell(one["over"]),
            _read_cell(one["under"]),
            Decimal(one["factor"]),
            Decimal(one["tolerance"]),
        )
        for one in entry.get("ratios", ())
    )
    repeated = ((re.compile(rf"{one['words']}(?:为|是|共)?$"), _read_cell(one["cell"])) for one in entry.get("repeated", ()))
    return Form(
        entry["id"],
        tuple(map(tuple, entry["marks"])),
        tuple(entry.get("without", ())),
        tuple(cells),
        bool(entry.get("open")),
        tuple(identities),
        tuple(ratios),
        tuple(repeated),
        tuple((_read_cell(one["cell"]), str(one["form"]), _read_cell(one["other"])) for one in entry.get("equal", ())),
        tuple((int(total), tuple(map(int, parts))) for total, parts in (entry.get("sums") or {}).items()),
    )


def _read_cell(cell: tuple[str, int]) -> Cell:
    row, place = cell
    return re.compile(row), int(place)


def find_form(table: Table) -> Form | None:
    """The form that a table is filled into."""
    return next((form for form in load_forms() if form.fits(table.words)), None)
