"""The catalogue as flat rows: what an edition keeps of it, so that an old edition still knows its own words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yearbook.catalogue.catalogue import Catalogue
from yearbook.pipeline.read import agency_of_publisher
from yearbook.records.rows import ReportRow


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


def topic_rows(catalogue: Catalogue) -> list[TopicRow]:
    topics = enumerate(catalogue.topics.values())
    return [TopicRow(topic.topic, topic.name.zh, topic.name.en, topic.icon, position) for position, topic in topics]


def metric_rows(catalogue: Catalogue) -> list[MetricRow]:
    return [
        MetricRow(
            metric.id, metric.topic, metric.name.zh, metric.name.en, metric.kind, metric.better, metric.unit,
            catalogue.units[metric.unit].name.zh, catalogue.units[metric.unit].name.en, metric.dimension, metric.headline,
            metric.additive, metric.definition.zh, metric.definition.en, metric.distinguish_from, metric.wordings, position,
        )
        for position, metric in enumerate(catalogue.metrics.values())
    ]  # fmt: skip


def unit_rows(catalogue: Catalogue) -> list[UnitRow]:
    return [UnitRow(unit.id, unit.name.zh, unit.name.en) for unit in catalogue.units.values()]


def region_rows(catalogue: Catalogue, real: Catalogue) -> list[RegionRow]:
    """The regions of `catalogue`; those that `real` does not know are invented."""
    rows = []
    for code, region in catalogue.regions.items():
        invented = code not in real.regions
        above = [higher for higher in catalogue.ancestors_of(code) if not (invented and higher in real.regions)]
        rows.append(
            RegionRow(
                code,
                region.name_zh,
                region.short_zh,
                region.pinyin,
                region.name_en,
                region.level,
                region.parent_code,
                catalogue.province_of(code),
                (code, *above),
                region.tile_row,
                region.tile_col,
                invented,
            )
        )
    return rows


def agency_rows(catalogue: Catalogue, real: Catalogue, reports: Iterable[ReportRow]) -> list[AgencyRow]:
    """The agencies of `catalogue`, and the publishers of reports that it does not know."""
    unlisted = {}
    for report in reports:
        if report.agency_id not in catalogue.agencies:
            unlisted[report.agency_id] = agency_of_publisher(report.publisher, catalogue.regions[report.region_code])
    return [
        AgencyRow(
            agency.agency_id, agency.name_zh, agency.name_en, agency.short_zh, agency.aliases, agency.region_code,
            agency.admin_level, agency.body_kind, agency.agency_id in catalogue.agencies,
            agency.agency_id not in real.agencies and agency.agency_id not in unlisted,
        )
        for agency in [*catalogue.agencies.values(), *unlisted.values()]
    ]  # fmt: skip
