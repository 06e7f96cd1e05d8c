"""The knowledge in data/catalogue/ (topics, metrics, units, agencies, regions), overlaid with an installation's own entries.

Own entries stand in own_catalogue/metrics/*.yaml of the data folder: a new metric, or more words for one that is there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from yearbook.catalogue.agencies import Agency, AgencyNames, Level, Region, read_agencies, read_regions
from yearbook.catalogue.files import DataError, Faults, Home, collect_faults, hash_folder, parse_yaml, read_text, read_yaml
from yearbook.catalogue.files import home as current_home
from yearbook.catalogue.wordings import Groups, WordingError, parse_wording, read_groups

Kind = Literal["flow", "stock", "rate", "change", "score"]
Better = Literal["up", "down", "neither"]
Scope = Literal["national", "region_wide", "direct_units", "agency", "sample"]


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
    counter: Text | None = None  # what its figures are counted in, where that is not its unit's name: 6项, 30份
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
    zeros: tuple[str, ...] = ()  # what is zero where a report states that there was none
    usual_scope: Scope | None = None
    planned: bool = False  # what is planned, never what came of it
    sensitive: bool = False  # shown on the agency's own page only, never ranked
    levels: tuple[Level, ...] = ()  # the levels of government to which it applies; all where none is named

    @property
    def topic(self) -> str:
        return self.id.split(".")[0]


class Addition(Entry):
    """Words that an installation adds to a metric of the catalogue."""

    id: str
    wordings: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    zeros: tuple[str, ...] = ()


class Topic(Entry):
    """A group of metrics: one YAML file."""

    topic: str
    name: Text
    icon: str
    metrics: tuple[Metric, ...]


class Unit(Entry):
    """A base unit: its names, `one` of it in English, and what reports write for it (word → factor to the base unit)."""

    id: str
    name: Text
    one: str = ""
    written: dict[str, str]


@dataclass(frozen=True)
class Catalogue:
    """All the knowledge, by id. Iterating a mapping gives the order of the files."""

    topics: dict[str, Topic]
    metrics: dict[str, Metric]
    units: dict[str, Unit]
    agencies: dict[str, Agency]
    regions: dict[str, Region]
    hash: str  # sha-256 over the files and the own entries
    own_files: Mapping[str, Path] = field(default_factory=dict)  # metric id, or `id: wording`, that is not shipped → its file

    @cached_property
    def agencies_by_name(self) -> AgencyNames:
        """Every full name and alias of an agency."""
        return AgencyNames((name, agency) for agency in self.agencies.values() for name in (agency.name_zh, *agency.aliases))

    @cached_property
    def regions_by_name(self) -> dict[str, list[Region]]:
        """The divisions of every full and short name of at least two characters; a name may stand for several."""
        names: dict[str, list[Region]] = {}
        for region in self.regions.values():
            for name in {region.name_zh, region.short_zh}:
                if len(name) >= 2:
                    names.setdefault(name, []).append(region)
        return names

    def with_metric(self, metric: Metric) -> Catalogue:
        """This catalogue with a metric in the place of the one that has its id, else as the last of its topic."""
        topic = self.topics[metric.topic]
        metrics = {one.id: one for one in topic.metrics} | {metric.id: metric}
        topics = self.topics | {topic.topic: topic.model_copy(update={"metrics": tuple(metrics.values())})}
        by_id = {one.id: one for topic in topics.values() for one in topic.metrics}
        changed = hashlib.sha256(f"{self.hash}:{metric!r}".encode()).hexdigest()
        return replace(self, topics=topics, metrics=by_id, hash=changed)

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
def load_catalogue(home: Home | None = None) -> Catalogue:
    """The checked catalogue of an installation (by default the one in use), its own entries included; kept in memory.

    Raises DataError naming file, entry and hint of every entry that is malformed, stands twice, or refers to what is not there.
    """
    return load_catalogue(current_home()) if home is None else read_catalogue(home.catalogue, read_own_files(home))


def forget_catalogue() -> None:
    """Clear the cache of load_catalogue after the files were changed."""
    load_catalogue.cache_clear()


def read_own_files(home: Home) -> dict[Path, str]:
    """The texts of an installation's own metric files, in the order of their names."""
    return {file: read_text(file) for file in sorted((home.own_catalogue / "metrics").glob("*.yaml"))}


def read_catalogue(folder: Path, own: Mapping[Path, str] | None = None) -> Catalogue:
    """The catalogue of `folder`, overlaid with the texts of `own` files. Raises DataError as load_catalogue does."""
    with collect_faults() as faults:
        reader = _Reader(faults)
        topics = {file.stem: reader.read_topic(file) for file in sorted((folder / "metrics").glob("*.yaml"))}
        units = {unit.id: unit for unit in reader.read_entries(Unit, folder / "units.yaml")}
        metrics = {metric.id: metric for topic in topics.values() if topic for metric in topic.metrics}
        regions, agencies, groups = {}, {}, None
        with faults.catch():
            regions = read_regions(folder / "regions.csv")
            agencies = read_agencies(folder / "agencies.csv", regions)
        with faults.catch():
            groups = read_groups(folder)
        known = {name: topic for name, topic in topics.items() if topic is not None}
        catalogue = Catalogue(known, metrics, units, agencies, regions, hash_folder(folder))
        for file, text in (own or {}).items():
            with faults.catch():
                catalogue = reader.overlay(catalogue, file, text)
        for metric in catalogue.metrics.values():
            file = catalogue.own_files.get(metric.id, folder / "metrics" / f"{metric.topic}.yaml")
            reader.check_references(catalogue, groups, file, metric.model_dump())
        for file, item in reader.malformed.values():
            reader.check_references(catalogue, groups, file, item)
    return catalogue


class _Reader:
    """Reads entries; collects the faults of all of them, and leaves out those that are malformed."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.malformed: dict[str, tuple[Path, dict[str, Any]]] = {}  # id → file and entry: what refers to it is not at fault

    def read_topic(self, file: Path) -> Topic | None:
        topic: Topic | None = None
        with self.faults.catch():
            content = read_yaml(file)
            if not isinstance(content, dict):
                raise DataError(file, "whole file", "must be a mapping with topic, name, icon and metrics")
            metrics = self.read_entries(Metric, file, content.get("metrics") or ())
            for metric in metrics:
                if metric.topic != file.stem:
                    hint = f"must begin with '{file.stem}.'; rename it or move it to its topic's file"
                    self.faults.append(DataError(file, metric.id, hint))
            topic = _validate(Topic, file, {**content, "metrics": tuple(metrics)})
            if topic.topic != file.stem:
                raise DataError(file, "topic", f"is {topic.topic!r}; it must be the file's name, {file.stem!r}")
        return topic

    def read_entries(self, model: type[_Named], file: Path, items: Iterable[Any] | None = None) -> list[_Named]:
        """The well-formed entries of a file, the first of each id."""
        found: dict[str, _Named] = {}
        for item in read_yaml(file) if items is None else items:
            with self.faults.catch():
                if isinstance(item, dict):
                    self.malformed[str(item.get("id"))] = file, item
                entry = _validate(model, file, item)
                del self.malformed[entry.id]
                if entry.id in found:
                    raise DataError(file, entry.id, "stands twice; remove or rename one")
                found[entry.id] = entry
        return list(found.values())

    def overlay(self, catalogue: Catalogue, file: Path, text: str) -> Catalogue:
        """The catalogue with the entries of an own file: each a new metric, or an Addition to one that is there."""
        entries = parse_yaml(text, file) or []
        if not isinstance(entries, list) or not all(isinstance(item, dict) and "id" in item for item in entries):
            raise DataError(file, "whole file", "must be a list of entries, each of which begins with '- id:'")
        own = dict(catalogue.own_files)
        for item in entries:
            with self.faults.catch():
                known = catalogue.metrics.get(str(item["id"]))
                if known is None:
                    self.malformed[str(item["id"])] = file, item
                metric = _add_words(known, file, item) if known else _make_metric(catalogue, file, item)
                own |= {metric.id: file} if self.malformed.pop(metric.id, None) else {}
                new = metric.wordings[len(known.wordings) if known else 0 :]
                own |= {f"{metric.id}: {wording}": file for wording in new}
                catalogue = catalogue.with_metric(metric)
        return replace(catalogue, own_files=own)

    def check_references(self, catalogue: Catalogue, groups: Groups | None, file: Path, item: dict[str, Any]) -> None:
        """The unit, the metrics and the groups that an entry, malformed or not, refers to are there."""
        name, unit = str(item.get("id")), item.get("unit")
        if unit is not None and unit not in catalogue.units and unit not in self.malformed:
            self.faults.append(DataError(file, f"{name}: unit", f"{unit!r} is not in units.yaml; add it there or correct it"))
        for other in item.get("distinguish_from") or ():
            if other not in catalogue.metrics and other not in self.malformed:
                hint = f"{other!r} is no metric; correct or remove it"
                self.faults.append(DataError(file, f"{name}: distinguish_from", hint))
        for wording in item.get("wordings") or () if groups is not None else ():
            try:
                parse_wording(str(wording), groups or {})
            except WordingError as error:
                own = catalogue.own_files.get(f"{name}: {wording}", file)
                self.faults.append(DataError(own, f"{name}: {wording}", error.hint))


def _add_words(known: Metric, file: Path, item: dict[str, Any]) -> Metric:
    if not item.keys() <= Addition.model_fields.keys():
        hint = "is in the catalogue already; give only wordings, exclusions or zeros to add, or another id"
        raise DataError(file, known.id, hint)
    added = _validate(Addition, file, item).model_dump(exclude={"id"})
    return known.model_copy(update={name: tuple(dict.fromkeys((*getattr(known, name), *words))) for name, words in added.items()})


def _make_metric(catalogue: Catalogue, file: Path, item: dict[str, Any]) -> Metric:
    if item.keys() <= Addition.model_fields.keys():
        raise DataError(file, str(item["id"]), "is no metric; correct the id, or write a new metric with name, unit, kind …")
    metric = _validate(Metric, file, item)
    if metric.topic not in catalogue.topics:
        raise DataError(file, metric.id, f"must begin with a topic of the catalogue: {', '.join(catalogue.topics)}")
    return metric


def _validate(model: type[_E], file: Path, item: Any) -> _E:
    """An entry. Raises DataError with every field that is malformed, missing or unknown."""
    try:
        return model.model_validate(item)
    except ValidationError as error:
        entry = item.get("id") or item.get("topic") or "?" if isinstance(item, dict) else "?"
        faults = Faults()
        for fault in error.errors():
            where = ".".join(str(part) for part in fault["loc"]) or "entry"
            faults.append(DataError(file, f"{entry}: {where}", f"{fault['msg']}; correct or remove it"))
        raise faults.merge() from error
