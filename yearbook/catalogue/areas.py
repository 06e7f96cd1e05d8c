"""The usual parts of the country: data/catalogue/areas.yaml, checked against the regions."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError

from yearbook.catalogue.catalogue import Entry, Text, load_catalogue, read_catalogue
from yearbook.catalogue.files import DataError, catalogue_folder, collect_faults, read_yaml


class Area(Entry):
    """Some provinces that are spoken of as one part of the country."""

    area: str = Field(pattern=r"^[a-z_]+$")
    name: Text
    provinces: tuple[str, ...] = Field(min_length=1)


@cache
def load_areas(folder: Path | None = None) -> dict[str, Area]:
    """The areas by id, in the order of the file.

    Raises DataError with every one that is malformed, stands twice, or names what is no province or a province of another one.
    """
    file = (folder or catalogue_folder()) / "areas.yaml"
    regions = (read_catalogue(folder) if folder else load_catalogue()).regions
    found: dict[str, Area] = {}
    placed: set[str] = set()
    with collect_faults() as faults:
        for item in read_yaml(file):
            with faults.catch():
                try:
                    area = Area.model_validate(item)
                except ValidationError as error:
                    reason = error.errors()[0]["msg"]
                    raise DataError(file, f"{item.get('area', item)}", f"malformed ({reason}); correct it") from error
                for code in area.provinces:
                    if code not in regions or regions[code].level != "province":
                        raise DataError(file, area.area, f"{code!r} is no province; correct or remove it")
                    if code in placed:
                        raise DataError(file, area.area, f"{code} stands twice; leave it in one area")
                    placed.add(code)
                if area.area in found:
                    raise DataError(file, area.area, "stands twice; remove one")
                found[area.area] = area
    return found


def find_area(region_code: str) -> str:
    """The id of the area that a region lies in; "" for the nation and for what lies in none."""
    province = f"{region_code[:2]}0000"
    return next((area.area for area in load_areas().values() if province in area.provinces), "")
