"""The invented bodies of data/samples/: known only where one of their reports is read, and never taken for real ones."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from hashlib import sha256

from yearbook.catalogue.catalogue import Agency, Catalogue, Region, load_catalogue
from yearbook.catalogue.files import DataError, Home, read_csv

REGION_COLUMNS = ("region_code", "name_zh", "short_zh", "pinyin", "name_en", "level", "parent_code")
AGENCY_COLUMNS = ("agency_id", "name_zh", "name_en", "short_zh", "aliases", "region_code", "admin_level", "body_kind")


def catalogue_for(home: Home, demonstration: bool) -> Catalogue:
    """The catalogue that reads a report: with the invented bodies only for a report of one of them."""
    catalogue = load_catalogue(home.catalogue)
    return _with_samples(home, catalogue.hash) if demonstration else catalogue


@lru_cache(maxsize=4)
def _with_samples(home: Home, _catalogue_hash: str) -> Catalogue:
    return add_samples(load_catalogue(home.catalogue), home)


def add_samples(catalogue: Catalogue, home: Home) -> Catalogue:
    """The catalogue with the invented regions and agencies besides.

    Raises DataError where an invented entry bears the id of a real one.
    """
    if not (home.samples / "agencies.csv").is_file():
        return catalogue
    regions, agencies = _regions(home), _agencies(home)
    for name, invented, real in (("regions.csv", regions, catalogue.regions), ("agencies.csv", agencies, catalogue.agencies)):
        for code in sorted(set(invented) & set(real)):
            raise DataError(home.samples / name, code, "is the id of a real entry; give the invented one another")
    both = sha256(f"{catalogue.hash}:{sorted(regions.items())}:{sorted(agencies.items())}".encode()).hexdigest()
    return replace(catalogue, regions={**catalogue.regions, **regions}, agencies={**catalogue.agencies, **agencies}, hash=both)


def is_demonstration(text: str, publisher: str | None, home: Home) -> bool:
    """Whether a report is of an invented body: it, or whoever brings it in, names one."""
    if not (home.samples / "agencies.csv").is_file():
        return False
    names = {name for agency in _agencies(home).values() for name in (agency.name_zh, *agency.aliases)}
    return any(name in text or name == publisher for name in names)


@cache
def _regions(home: Home) -> dict[str, Region]:
    return {
        row["region_code"]: Region(
            row["region_code"], row["name_zh"], row["short_zh"], row["pinyin"], row["name_en"], row["level"],  # type: ignore[arg-type]
            row["parent_code"] or None, None, None,
        )
        for row in read_csv(home.samples / "regions.csv", REGION_COLUMNS)
    }  # fmt: skip


@cache
def _agencies(home: Home) -> dict[str, Agency]:
    found = {}
    for row in read_csv(home.samples / "agencies.csv", AGENCY_COLUMNS):
        cells = {name: row[name] for name in AGENCY_COLUMNS if name != "aliases"}
        aliases = tuple(name for name in row["aliases"].split("|") if name)
        found[row["agency_id"]] = Agency(aliases=aliases, **cells)  # type: ignore[arg-type]
    return found
