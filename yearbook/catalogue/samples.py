"""The invented agencies of data/samples/: known only where one of their reports is read, and never taken for real ones."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from hashlib import sha256

from yearbook.catalogue.agencies import Agency, Region, read_agencies, read_regions
from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.files import DataError, Home, collect_faults


def catalogue_for(home: Home, demonstration: bool) -> Catalogue:
    """The catalogue that reads a report: with the invented agencies only for a report of one of them."""
    catalogue = load_catalogue(home)
    return _with_samples(home, catalogue.hash) if demonstration else catalogue


@lru_cache(maxsize=4)
def _with_samples(home: Home, _catalogue_hash: str) -> Catalogue:
    return add_samples(load_catalogue(home), home)


def add_samples(catalogue: Catalogue, home: Home) -> Catalogue:
    """The catalogue with the invented regions and agencies besides.

    Raises DataError where an invented entry bears the id of a real one.
    """
    if not (home.samples / "agencies.csv").is_file():
        return catalogue
    regions, agencies = _load(home)
    for name, invented, real in (("regions.csv", regions, catalogue.regions), ("agencies.csv", agencies, catalogue.agencies)):
        with collect_faults() as faults:
            for code in sorted(set(invented) & set(real)):
                faults.append(DataError(home.samples / name, code, "is the id of a real entry; give the invented one another"))
    both = sha256(f"{catalogue.hash}:{sorted(regions.items())}:{sorted(agencies.items())}".encode()).hexdigest()
    return replace(catalogue, regions={**catalogue.regions, **regions}, agencies={**catalogue.agencies, **agencies}, hash=both)


def is_demonstration(text: str, publisher: str | None, home: Home) -> bool:
    """Whether a report is of an invented agency: it, or whoever brings it in, names one."""
    if not (home.samples / "agencies.csv").is_file():
        return False
    names = {name for agency in _load(home)[1].values() for name in (agency.name_zh, *agency.aliases)}
    return any(name in text or name == publisher for name in names)


@cache
def _load(home: Home) -> tuple[dict[str, Region], dict[str, Agency]]:
    real = load_catalogue(home).regions
    regions = read_regions(home.samples / "regions.csv", real)
    return regions, read_agencies(home.samples / "agencies.csv", {**real, **regions})
