"""The knowledge in data/catalogue/: topics, metrics, units, agencies and regions, checked as they are loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from yearbook.catalogue.files import DataError, catalogue_folder, read_csv, read_yaml

Kind = Literal["flow", "stock", "rate", "change", "score"]
Better = Literal["up", "down", "neither"]
Scope = Literal["national", "region_wide", "direct_units", "agency", "sample"]
Level = Literal["national", "province", "prefecture", "county"]


class Entry(BaseModel):
    """One entry of a catalogue file. Unknown keys are refused, so that a slip of the pen is seen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Entry):
    """The same words in Chinese and in English."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __getitem__(self, language: Literal["zh", "en"]) -> str:
        return self.zh if language == "zh" else self.en


class Metric(Entry):
    """What can be measured, and what the extractor looks for. See data/catalogue/README.md for the wordings' grammar."""

    id: str = Field(pattern=r"^[a-z]+\.[a-z_]+$")
    name: Text
    unit: str
    dimension: str
    kind: Kind
    better: Better
    additive: bool
    headline: bool
    definition: Text
    distinguish_from: tuple[str, ...] = ()
    wordings: tuple[str, ...] = Field(min_length=1)
    context: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    zeros: tuple[str, ...] = ()  # what is meant to be nought where a report says there was none
    usual_scope: Scope | None = None
    levels: tuple[Level, ...] = ()  # the levels of government to which it applies; all where none is named

    @property
    def topic(self) -> str:
        return self.id.split(".")[0]


class Topic(Entry):
    """A group of metrics: one YAML file."""

    topic: str
    name: Text
    icon: str
    metrics: tuple[Metric, ...]


class Unit(Entry):
    """A base unit: its names and what reports write for it (word → factor to the base unit)."""

    id: str
    name: Text
    written: dict[str, str]


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


@dataclass(frozen=True)
class Catalogue:
    """All the knowledge, by id. Iterating a mapping gives the order of the files."""

    topics: dict[str, Topic]
    metrics: dict[str, Metric]
    units: dict[str, Unit]
    agencies: dict[str, Agency]
    regions: dict[str, Region]
    hash: str  # sha-256 over the files

    @cached_property
    def agencies_by_name(self) -> dict[str, Agency]:
        """Every full name and alias of an agency."""
        return {name: agency for agency in self.agencies.values() for name in (agency.name_zh, *agency.aliases)}

    @cached_property
    def regions_by_name(self) -> dict[str, list[Region]]:
        """The divisions of every full and short name of at least two characters; a name may stand for several."""
        names: dict[str, list[Region]] = {}
        for region in self.regions.values():
            for name in {region.name_zh, region.short_zh}:
                if len(name) >= 2:
                    names.setdefault(name, []).append(region)
        return names

    def province_of(self, region_code: str) -> str:
        """The code of the province in which a region lies; the region itself for a province and for the nation."""
        return f"{region_code[:2]}0000"

    def ancestors_of(self, region_code: str) -> list[str]:
        """The codes above a region, nearest first: 410900 → [410000, 100000]."""
        above: list[str] = []
        parent = self.regions[region_code].parent_code
        while parent:
            above.append(parent)
            parent = self.regions[parent].parent_code
        return above


_E = TypeVar("_E", bound=Entry)
_Named = TypeVar("_Named", Metric, Unit)


@cache
def load_catalogue(folder: Path | None = None) -> Catalogue:
    """The checked catalogue of `folder` (the installation's own by default).

    Raises DataError naming file, entry and mend where an entry is malformed, stands twice, or refers to what is not there.
    """
    folder = folder or catalogue_folder()
    topics = {file.stem: _load_topic(file) for file in sorted((folder / "metrics").glob("*.yaml"))}
    units = _by_id(
        folder / "units.yaml", [_entry(Unit, folder / "units.yaml", item) for item in read_yaml(folder / "units.yaml")]
    )
    metrics: dict[str, Metric] = {}
    for name, topic in topics.items():
        metrics |= _by_id(folder / "metrics" / f"{name}.yaml", topic.metrics)
    regions = _load_regions(folder / "regions.csv")
    agencies = _load_agencies(folder / "agencies.csv", regions)
    for metric in metrics.values():
        _check_metric(folder / "metrics" / f"{metric.topic}.yaml", metric, metrics, units)
    return Catalogue(topics, metrics, units, agencies, regions, _hash_of(folder))


def forget_catalogue() -> None:
    """Have the catalogue read anew when it is asked for next: its files were changed."""
    load_catalogue.cache_clear()


def _load_topic(file: Path) -> Topic:
    content = read_yaml(file)
    if not isinstance(content, dict):
        raise DataError(file, "whole file", "must be a mapping with topic, name, icon and metrics")
    metrics = tuple(_entry(Metric, file, item) for item in content.get("metrics") or ())
    topic = _entry(Topic, file, {**content, "metrics": metrics})
    if topic.topic != file.stem:
        raise DataError(file, "topic", f"says {topic.topic!r}; it must be the file's name, {file.stem!r}")
    for metric in metrics:
        if metric.topic != file.stem:
            raise DataError(file, metric.id, f"must begin with '{file.stem}.'; rename it or move it to its topic's file")
    return topic


def _entry(model: type[_E], file: Path, item: Any) -> _E:
    try:
        return model.model_validate(item)
    except ValidationError as error:
        first = error.errors()[0]
        entry = item.get("id") or item.get("topic") or "?" if isinstance(item, dict) else "?"
        where = ".".join(str(part) for part in first["loc"]) or "entry"
        raise DataError(file, f"{entry}: {where}", f"{first['msg']}; mend or remove it") from error


def _by_id(file: Path, entries: Iterable[_Named]) -> dict[str, _Named]:
    found: dict[str, _Named] = {}
    for entry in entries:
        if entry.id in found:
            raise DataError(file, entry.id, "stands twice; remove or rename one")
        found[entry.id] = entry
    return found


def _check_metric(file: Path, metric: Metric, metrics: dict[str, Metric], units: dict[str, Unit]) -> None:
    if metric.unit not in units:
        raise DataError(file, f"{metric.id}: unit", f"{metric.unit!r} is not in units.yaml; add it there or correct it")
    for other in metric.distinguish_from:
        if other not in metrics:
            raise DataError(file, f"{metric.id}: distinguish_from", f"{other!r} is no metric; correct or remove it")


def _load_regions(file: Path) -> dict[str, Region]:
    rows = read_csv(
        file, ("region_code", "name_zh", "short_zh", "pinyin", "name_en", "level", "parent_code", "tile_row", "tile_col")
    )
    regions = {
        row["region_code"]: Region(
            row["region_code"],
            row["name_zh"],
            row["short_zh"],
            row["pinyin"],
            row["name_en"],
            row["level"],  # type: ignore[arg-type]
            row["parent_code"] or None,
            int(row["tile_row"]) if row["tile_row"] else None,
            int(row["tile_col"]) if row["tile_col"] else None,
        )
        for row in rows
    }
    for code, region in regions.items():
        if region.parent_code is not None and region.parent_code not in regions:
            raise DataError(file, code, f"parent_code {region.parent_code} is not in the file; add or correct it")
    return regions


def _load_agencies(file: Path, regions: dict[str, Region]) -> dict[str, Agency]:
    agencies: dict[str, Agency] = {}
    for row in read_csv(
        file, ("agency_id", "name_zh", "name_en", "short_zh", "aliases", "region_code", "admin_level", "body_kind")
    ):
        if row["region_code"] not in regions:
            raise DataError(file, row["agency_id"], f"region_code {row['region_code']} is not in regions.csv; correct it")
        if row["agency_id"] in agencies:
            raise DataError(file, row["agency_id"], "stands twice; remove or rename one")
        aliases = tuple(name for name in row.pop("aliases").split("|") if name)
        agencies[row["agency_id"]] = Agency(aliases=aliases, **row)  # type: ignore[arg-type]
    return agencies


def _hash_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.suffix in {".yaml", ".csv"}):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
