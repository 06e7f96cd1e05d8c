"""What totals may be divided by: data/catalogue/denominators.yaml, checked against the metrics."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from yearbook.catalogue.catalogue import Better, Catalogue, Entry, Text, load_catalogue, read_catalogue
from yearbook.catalogue.files import DataError, catalogue_folder, collect_faults, read_yaml

TOTALS = frozenset({"flow", "stock"})
LEAST_OF_SHARE = 20  # of a smaller count one more or one less is over 5 %
RESIDENT = "resident"  # the unit of a population; what reports count are persons of other kinds
IN_UNIT = "/"  # yuan/fleet is the unit of yuan divided by the denominator `fleet`


class Denominator(Entry):
    """What totals are divided by. Without a metric it is the residents of a region, and all totals of areas may be divided."""

    id: str = Field(pattern=r"^[a-z_]+$")
    name: Text
    what: Text
    metric: str | None = None
    of: tuple[str, ...] = ()
    per: int = Field(ge=1)
    unit: Text | None = None
    years_apart: int = Field(default=0, ge=0, le=10)
    better: Better | None = None

    @property
    def is_share(self) -> bool:
        return self.unit is None

    @property
    def least(self) -> int:
        """The smallest divisor of which a quotient is said (docs/adr/0010-statistics-that-may-be-said.md)."""
        return LEAST_OF_SHARE if self.is_share else 0

    def unit_of(self, unit: str) -> str:
        """The id of the unit that a total in `unit` has after the division."""
        return "percent" if self.is_share else f"{unit}{IN_UNIT}{self.id}"


@cache
def load_denominators(folder: Path | None = None) -> dict[str, Denominator]:
    """The denominators by id, in the order of the file.

    Raises DataError with every one that is malformed, stands twice, or names a metric that is unknown or no additive total.
    """
    file = (folder or catalogue_folder()) / "denominators.yaml"
    catalogue = read_catalogue(folder) if folder else load_catalogue()
    found: dict[str, Denominator] = {}
    with collect_faults() as faults:
        for item in read_yaml(file):
            with faults.catch():
                denominator = _validate(file, item)
                hint = _find_fault(denominator, catalogue) or ("stands twice; remove one" if denominator.id in found else None)
                if hint:
                    raise DataError(file, denominator.id, hint)
                found[denominator.id] = denominator
    return found


def _validate(file: Path, item: Any) -> Denominator:
    try:
        return Denominator.model_validate(item)
    except ValidationError as error:
        entry = str(item.get("id", item)) if isinstance(item, dict) else str(item)
        reasons = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise DataError(file, entry, f"malformed ({reasons}); correct it") from error


def _find_fault(denominator: Denominator, catalogue: Catalogue) -> str | None:
    for name in (*denominator.of, *([denominator.metric] if denominator.metric else [])):
        metric = catalogue.metrics.get(name)
        if metric is None:
            return f"{name!r} is no metric; correct or remove it"
        if not metric.additive or metric.kind not in TOTALS:
            return f"{name} is no additive total; only those can be divided"
    if (denominator.metric is None) is bool(denominator.of):
        return "needs both `metric` and `of`, or neither where it is the residents"
    if denominator.is_share and denominator.per != 100:
        return "a share is per 100; correct it or name its unit"
    if not denominator.is_share and "{unit}" not in f"{denominator.unit}":
        return "the unit must hold {unit}, the numerator's own"
    return None
