"""Whom figures speak of: one subject for each area and scope, whoever publishes, and a name that tells it from all others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from yearbook.catalogue.agencies import Agency
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.records.subjects import SubjectRow, find_kind, list_subjects

REGIONS = load_catalogue().regions


def make_body(region_code: str, agency_id: str = "body", level: str | None = None) -> Agency:
    region = REGIONS[region_code]
    return Agency(agency_id, f"{region.name_zh}某局", "Some bureau", "某局", (), region_code, level or region.level, "other")  # type: ignore[arg-type]


def find_subject(body: Agency, scope: str, wider: bool = False) -> SubjectRow:
    [row] = [row for row in list_subjects([body], REGIONS) if (row.scope, row.wider_extent) == (scope, wider)]
    return row


@pytest.mark.parametrize(
    ("region", "scope", "zh", "en"),
    [
        ("100000", "national", "全国", "Nationwide"),
        ("100000", "direct_units", "中央本级", "Central units"),
        ("430000", "national", "全国", "Nationwide"),
        ("430000", "region_wide", "湖南全省", "Hunan province-wide"),
        ("430000", "direct_units", "湖南省直", "Hunan provincial units"),
        ("110000", "region_wide", "北京全市", "Beijing city-wide"),
        ("110000", "direct_units", "北京市级", "Beijing municipal units"),
        ("450000", "region_wide", "广西全区", "Guangxi region-wide"),
        ("450000", "direct_units", "广西区直", "Guangxi regional units"),
        ("410900", "region_wide", "濮阳全市", "Puyang city-wide"),
        ("410900", "direct_units", "濮阳市本级", "Puyang city units"),
        ("410100", "direct_units", "郑州市本级", "Zhengzhou city units"),  # 州 is part of its name
        ("433100", "region_wide", "湘西全州", "Xiangxi prefecture-wide"),
        ("433100", "direct_units", "湘西州本级", "Xiangxi prefectural units"),
        ("232700", "direct_units", "大兴安岭地区本级", "Daxing'anling prefectural units"),
        ("120116", "direct_units", "滨海新区本级", "Binhai district units"),
        ("430000", "agency", "湖南省某局", "Some bureau"),
        ("430000", "sample", "湖南省某局（部分单位）", "Some bureau (some units)"),
    ],
)
def test_a_subject_is_called_after_region_and_scope(region: str, scope: str, zh: str, en: str) -> None:
    row = find_subject(make_body(region), scope)
    assert (row.subject_zh, row.subject_en) == (zh, en)


@pytest.mark.parametrize(("name", "kind"), [("苍澜省（示例）", "province"), ("芷岸市（示例）", "city"), ("某地（区）", None)])
def test_what_stands_in_brackets_is_no_part_of_a_name(name: str, kind: str | None) -> None:
    assert find_kind(name) == kind


def test_what_covers_more_is_another_subject() -> None:
    narrow, wide = (find_subject(make_body("430000"), "direct_units", wider) for wider in (False, True))
    assert narrow.subject_id != wide.subject_id
    assert wide.subject_zh == f"{narrow.subject_zh}（统计范围较宽）"


@pytest.mark.parametrize(
    ("scope", "is_shared"),
    [("national", True), ("region_wide", True), ("direct_units", True), ("agency", False), ("sample", False)],
)
def test_bodies_of_a_region_share_its_areas_but_not_themselves(scope: str, is_shared: bool) -> None:
    one, other = (find_subject(make_body("430000", agency_id), scope) for agency_id in ("finance", "affairs"))
    assert (one.subject_id == other.subject_id) == is_shared


def test_a_body_of_another_level_than_its_region_speaks_for_itself() -> None:
    assert find_subject(make_body("430100", "zone", level="county"), "region_wide").subject_id == "zone.region_wide"


def test_names_that_several_areas_have_say_where_they_lie() -> None:
    bodies = [replace(make_body(code), agency_id=code) for code in REGIONS]
    called: dict[str, set[str]] = defaultdict(set)
    for row in list_subjects(bodies, REGIONS):
        if row.scope in ("region_wide", "direct_units"):
            for name in (row.subject_zh, row.subject_en):
                called[name].add(row.subject_id)
    assert {name: subjects for name, subjects in called.items() if len(subjects) > 1} == {}
