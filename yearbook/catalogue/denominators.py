"""What totals may be divided by: data/catalogue/denominators.yaml, checked against the metrics."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError

from yearbook.catalogue.catalogue import Better, Catalogue, Entry, Text, load_catalogue, read_catalogue
from yearbook.catalogue.files import DataError, catalogue_folder, read_yaml

TOTALS = frozenset({"flow", "stock"})
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

    def unit_of(self, unit: str) -> str:
        """The id of the unit that a total in `unit` has after the division."""
        return "percent" if self.is_share else f"{unit}{IN_UNIT}{self.id}"


@cache
def load_denominators(folder: Path | None = None) -> dict[str, Denominator]:
    """The denominators by id, in the order of the file.

    Raises DataError where one is malformed, stands twice, or names a metric that is unknown or no additive total.
    """
    file = (folder or catalogue_folder()) / "denominators.yaml"
    catalogue = read_catalogue(folder) if folder else load_catalogue()
    found: dict[str, Denominator] = {}
    for item in read_yaml(file):
        try:
            denominator = Denominator.model_validate(item)
        except ValidationError as error:
            raise DataError(file, str(item.get("id", item)), f"malformed ({error.errors()[0]['msg']}); mend it") from error
        _check(file, denominator, catalogue)
        if denominator.id in found:
            raise DataError(file, denominator.id, "stands twice; remove one")
        found[denominator.id] = denominator
    return found


def _check(file: Path, denominator: Denominator, catalogue: Catalogue) -> None:
    for name in (*denominator.of, *([denominator.metric] if denominator.metric else [])):
        metric = catalogue.metrics.get(name)
        if metric is None:
            raise DataError(file, denominator.id, f"{name!r} is no metric; correct or remove it")
        if not metric.additive or metric.kind not in TOTALS:
            raise DataError(file, denominator.id, f"{name} is no additive total; only those can be divided")
    if (denominator.metric is None) is bool(denominator.of):
        raise DataError(file, denominator.id, "needs both `metric` and `of`, or neither where it is the residents")
    if denominator.is_share and denominator.per != 100:
        raise DataError(file, denominator.id, "a share is per 100; correct it or name its unit")
    if not denominator.is_share and "{unit}" not in f"{denominator.unit}":
        raise DataError(file, denominator.id, "the unit must hold {unit}, the numerator's own")
