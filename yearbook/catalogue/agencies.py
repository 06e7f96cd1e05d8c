"""Agencies that publish reports, and the administrative divisions of GB/T 2260 that they belong to."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from yearbook.catalogue.files import DataError, collect_faults, read_csv
from yearbook.catalogue.vocabulary import trie_pattern

FULL_NAME = 6  # code points from which a name is told from other words
Level = Literal["national", "province", "prefecture", "county"]


@dataclass(frozen=True, slots=True)
class Agency:
    agency_id: str
    name_zh: str
    name_en: str
    short_zh: str
    aliases: tuple[str, ...]
    region_code: str
    admin_level: Level
    body_kind: str  # office_affairs | procurement_centre | other


@dataclass(frozen=True, slots=True)
class Region:
    region_code: str  # six digits, GB/T 2260
    name_zh: str
    short_zh: str
    pinyin: str
    name_en: str
    level: Level
    parent_code: str | None
    tile_row: int | None  # province tile grid
    tile_col: int | None


AGENCY_COLUMNS, REGION_COLUMNS = tuple(Agency.__dataclass_fields__), tuple(Region.__dataclass_fields__)  # of the CSV files


def read_regions(file: Path, known: Container[str] = ()) -> dict[str, Region]:
    """The divisions of a CSV by code. Raises DataError where a parent is neither in the file nor among the `known` codes."""
    regions = {}
    for row in read_csv(file, REGION_COLUMNS):
        tile = {name: int(row[name]) if row[name] else None for name in ("tile_row", "tile_col")}
        regions[row["region_code"]] = Region(**(row | tile | {"parent_code": row["parent_code"] or None}))  # type: ignore[arg-type]
    with collect_faults() as faults:
        for code, region in regions.items():
            if region.parent_code is not None and region.parent_code not in regions and region.parent_code not in known:
                faults.append(DataError(file, code, f"parent_code {region.parent_code} is not in the file; add or correct it"))
    return regions


class AgencyNames(dict[str, Agency]):
    """Agencies by name; those with a name of FULL_NAME code points at least are found within other words too."""

    @cached_property
    def _full(self) -> tuple[re.Pattern[str], list[str]]:
        names = [name for name in self if len(name) >= FULL_NAME]
        return re.compile(trie_pattern(names) or "(?!)"), names

    def within(self, words: str) -> list[str]:
        """The full names that stand in some words."""
        pattern, names = self._full
        return [name for name in names if name in words] if pattern.search(words) else []


def read_agencies(file: Path, regions: Container[str]) -> dict[str, Agency]:
    """The agencies of a CSV by id. Raises DataError where an id stands twice or its region is not among `regions`."""
    agencies: dict[str, Agency] = {}
    with collect_faults() as faults:
        for row in read_csv(file, AGENCY_COLUMNS):
            agency_id, region = row["agency_id"], row["region_code"]
            if region not in regions:
                faults.append(DataError(file, agency_id, f"region_code {region} is not in regions.csv; correct it"))
            if agency_id in agencies:
                faults.append(DataError(file, agency_id, "stands twice; remove or rename one"))
            aliases = tuple(name for name in row["aliases"].split("|") if name)
            agencies[agency_id] = Agency(**(row | {"aliases": aliases}))  # type: ignore[arg-type]
    return agencies
