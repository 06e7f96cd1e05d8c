"""The catalogue as flat rows: what an edition keeps of it, so that an old edition still knows its own words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha1

import pyarrow as pa

from yearbook.catalogue.agencies import Agency, Region
from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.denominators import load_denominators
from yearbook.records.rows import arrow_table
from yearbook.records.subjects import SubjectRow, list_subjects


@dataclass(frozen=True, slots=True)
class TopicRow:
    topic: str
    name_zh: str
    name_en: str
    icon: str
    position: int


@dataclass(frozen=True, slots=True)
class MetricRow:
    metric_id: str
    topic: str
    name_zh: str
    name_en: str
    kind: str
    better: str
    unit: str
    unit_zh: str
    unit_en: str
    dimension: str
    headline: bool
    additive: bool
    usual_scope: str | None
    definition_zh: str
    definition_en: str
    distinguish_from: tuple[str, ...]
    wordings: tuple[str, ...]
    position: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    unit: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class DenominatorRow:
    id: str
    metric_id: str | None  # residents have none
    divided: tuple[str, ...]  # metrics
    years_apart: int
    least: int  # the smallest divisor of which a quotient is said


@dataclass(frozen=True, slots=True)
class RegionRow:
    region_code: str
    name_zh: str
    short_zh: str
    pinyin: str
    name_en: str
    level: str
    parent_code: str | None
    province_code: str
    within: tuple[str, ...]  # the region itself and all above it; an invented region does not lie in the nation
    tile_row: int | None
    tile_col: int | None
    demonstration: bool


@dataclass(frozen=True, slots=True)
class AgencyRow:
    agency_id: str
    name_zh: str
    name_en: str
    short_zh: str
    aliases: tuple[str, ...]
    region_code: str
    admin_level: str
    body_kind: str
    listed: bool  # False for a body that agencies.csv does not know
    demonstration: bool


def unlisted_agency(publisher: str, region: Region) -> Agency:
    """The entry of a body that agencies.csv does not know: its id is made of its region and its name."""
    agency_id = f"{region.region_code}-{sha1(publisher.encode()).hexdigest()[:6]}"
    return Agency(agency_id, publisher, publisher, publisher, (), region.region_code, region.level, "office_affairs")


def make_dimensions(catalogue: Catalogue, real: Catalogue, publishers: Iterable[tuple[str, str]]) -> dict[str, pa.Table]:
    """The catalogue as the raw tables of a build, and the unlisted bodies among `publishers` (name, region code).

    Regions and agencies of `catalogue` that `real` does not know are invented.
    """
    unlisted = [unlisted_agency(name, catalogue.regions[region]) for name, region in publishers]
    return {
        "raw_topics": arrow_table(TopicRow, _topic_rows(catalogue)),
        "raw_metrics": arrow_table(MetricRow, _metric_rows(catalogue)),
        "raw_units": arrow_table(UnitRow, (UnitRow(unit.id, unit.name.zh, unit.name.en) for unit in catalogue.units.values())),
        "raw_denominators": arrow_table(
            DenominatorRow,
            (DenominatorRow(one.id, one.metric, one.of, one.years_apart, one.least) for one in load_denominators().values()),
        ),
        "raw_regions": arrow_table(RegionRow, _region_rows(catalogue, real)),
        "raw_agencies": arrow_table(AgencyRow, _agency_rows(catalogue, real, unlisted)),
        "raw_subjects": arrow_table(SubjectRow, list_subjects([*catalogue.agencies.values(), *unlisted], catalogue.regions)),
    }


def _topic_rows(catalogue: Catalogue) -> list[TopicRow]:
    topics = enumerate(catalogue.topics.values())
    return [TopicRow(topic.topic, topic.name.zh, topic.name.en, topic.icon, position) for position, topic in topics]


def _metric_rows(catalogue: Catalogue) -> list[MetricRow]:
    return [
        MetricRow(
            metric.id, metric.topic, metric.name.zh, metric.name.en, metric.kind, metric.better, metric.unit,
            catalogue.units[metric.unit].name.zh, catalogue.units[metric.unit].name.en, metric.dimension, metric.headline,
            metric.additive, metric.usual_scope, metric.definition.zh, metric.definition.en, metric.distinguish_from,
            metric.wordings, position,
        )
        for position, metric in enumerate(catalogue.metrics.values())
    ]  # fmt: skip


def _region_rows(catalogue: Catalogue, real: Catalogue) -> list[RegionRow]:
    rows = []
    for code, region in catalogue.regions.items():
        invented = code not in real.regions
        above = [higher for higher in catalogue.ancestors_of(code) if not (invented and higher in real.regions)]
        rows.append(
            RegionRow(
                code, region.name_zh, region.short_zh, region.pinyin, region.name_en, region.level, region.parent_code,
                catalogue.province_of(code), (code, *above), region.tile_row, region.tile_col, invented,
            )
        )  # fmt: skip
    return rows


def _agency_rows(catalogue: Catalogue, real: Catalogue, unlisted: list[Agency]) -> list[AgencyRow]:
    return [
        AgencyRow(
            agency.agency_id, agency.name_zh, agency.name_en, agency.short_zh, agency.aliases, agency.region_code,
            agency.admin_level, agency.body_kind, listed, listed and agency.agency_id not in real.agencies,
        )
        for agencies, listed in ((catalogue.agencies.values(), True), (unlisted, False))
        for agency in agencies
    ]  # fmt: skip
