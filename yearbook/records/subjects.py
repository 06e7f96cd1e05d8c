"""Whom a figure speaks of, from region and scope: 全国, 中央本级, 湖南全省, 湖南省直, 濮阳市本级, or the body itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from yearbook.catalogue.agencies import Agency, Region
from yearbook.catalogue.messages import LANGUAGES, Language, translate
from yearbook.records.rows import AgencyId, Code, ScopeCode

SCOPES = ("national", "region_wide", "direct_units", "agency", "sample")
OWN = ("agency", "sample")  # scopes that never reach beyond the body itself
NATION = "100000"  # GB/T 2260: the whole country
ENDINGS = {  # of the names of GB/T 2260, longer ones first, and the kind of area that has them
    "地区": "area", "自治区": "region", "省": "province", "市": "city", "州": "prefecture", "盟": "league", "县": "county",
    "旗": "banner", "区": "district",
}  # fmt: skip
SUFFIX = 2  # code points of an area's name beyond its short one: 县, 新区; of 土家族苗族自治州 only the last is kept


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """The subject of the figures of one body and scope. Bodies of one region and level share those of its areas."""

    agency_id: AgencyId
    scope: ScopeCode
    wider_extent: bool
    subject_id: Annotated[str, Code("subject_id")]
    subject_zh: Annotated[str, Code("subject_zh")]
    subject_en: Annotated[str, Code("subject_en")]


def list_subjects(agencies: Iterable[Agency], regions: Mapping[str, Region]) -> Iterator[SubjectRow]:
    """A row for each body, scope and extent; `regions` are those of the catalogue by code."""
    names = _RegionNames(regions)
    known: dict[str, tuple[str, ...]] = {}
    for agency in agencies:
        region = regions[agency.region_code]
        for scope in SCOPES:
            is_own = scope in OWN or (scope != "national" and agency.admin_level != region.level)
            bearer = agency.agency_id if is_own else NATION if scope == "national" else region.region_code
            for wider in (False, True):
                subject = f"{bearer}.{scope}{'.wider' if wider else ''}"
                if subject not in known:
                    called = (
                        _name_body(agency, scope, language) if is_own else names.name_area(region, scope, language)
                        for language in LANGUAGES
                    )
                    pairs = zip(called, LANGUAGES, strict=True)
                    known[subject] = tuple(
                        translate("subjects.wider", language, subject=name) if wider else name for name, language in pairs
                    )
                yield SubjectRow(agency.agency_id, scope, wider, subject, *known[subject])


def find_kind(name_zh: str) -> str | None:
    """What kind of area a region is by its Chinese name: province, city, county …; None where the name does not say. What stands
    in brackets behind it, （示例）, is no part of it."""
    name = name_zh.partition("（")[0]
    return next((kind for ending, kind in ENDINGS.items() if name.endswith(ending)), None)


def _name_body(agency: Agency, scope: str, language: Language) -> str:
    place = agency.name_zh if language == "zh" else agency.name_en
    return translate("subjects.sample" if scope == "sample" else "subjects.agency", language, place=place)


class _RegionNames:
    """Regions as subjects call them: a name that several have says in which area it lies."""

    def __init__(self, regions: Mapping[str, Region]) -> None:
        self._regions = regions
        self._zh = Counter(region.name_zh for region in regions.values())
        self._en = Counter((region.name_en, find_kind(region.name_zh)) for region in regions.values())

    def name_area(self, region: Region, scope: str, language: Language) -> str:
        """An area as a whole (national, region_wide), or the units directly under its government (direct_units)."""
        if scope == "national" or region.level == "national":
            return translate(f"subjects.{'direct_units_national' if scope == 'direct_units' else 'national'}", language)
        kind = find_kind(region.name_zh) or "area"
        is_municipality = scope == "direct_units" and region.level == "province" and kind == "city"
        place = self._call_en(region) if language == "en" else self._call_zh(region, scope)
        return translate(f"subjects.{scope}_{'municipality' if is_municipality else kind}", language, place=place)

    def _call_en(self, region: Region) -> str:
        parent = self._find_parent(region, self._en[region.name_en, find_kind(region.name_zh)])
        return f"{region.name_en} ({parent.name_en})" if parent else region.name_en

    def _call_zh(self, region: Region, scope: str) -> str:
        parent, place = self._find_parent(region, self._zh[region.name_zh]), region.short_zh
        if scope == "direct_units" and region.level != "province":
            is_near = len(region.name_zh) - len(place) <= SUFFIX
            place = region.name_zh if is_near else f"{place}{region.name_zh[-1]}"
        return f"{parent.short_zh}{place}" if parent else place

    def _find_parent(self, region: Region, bearers: int) -> Region | None:
        return self._regions.get(region.parent_code or "") if bearers > 1 else None
