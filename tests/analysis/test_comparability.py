"""Comparability as a table of cases."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.factory import make_fact, make_facts
from yearbook.analysis.comparability import compare, explain_left_out, label_groups, split_comparable
from yearbook.catalogue.messages import all_messages

RATE = {"kind": "rate", "metric_id": "energy.per_head", "unit": "kgce_per_person"}
CHANGE = {"kind": "change", "metric_id": "energy.change", "unit": "percent"}

# one figure, the other, across what, the reasons against comparing them
CASES: list[tuple[str, dict[str, Any], dict[str, Any], Any, tuple[str, ...]]] = [
    ("the same figure of two bodies", {}, {"agency": "乙"}, "bodies", ()),
    ("more than against exact", {"qualifier": "more_than"}, {"agency": "乙"}, "bodies", ()),
    ("another metric", {}, {"metric_id": "energy.water"}, "bodies", ("metric",)),
    ("flow and stock", {}, {"kind": "stock", "months": 0}, "bodies", ("kind", "period")),
    ("another unit", {}, {"unit": "kwh"}, "bodies", ("unit",)),
    ("全省 and 省直", {}, {"scope": "direct_units"}, "bodies", ("scope",)),
    ("较上年 and 较2015年", CHANGE | {"baseline": "previous_year"}, CHANGE | {"baseline": "2015"}, "bodies", ("baseline",)),
    ("较2015年 and 较2020年", CHANGE | {"baseline": "2015"}, CHANGE | {"baseline": "2020"}, "bodies", ("baseline",)),
    ("a year and half of one", {}, {"months": 6}, "bodies", ("period", "part_of_year")),
    ("a year and five years", {}, {"months": 60}, "bodies", ("period",)),
    ("first and second half", {"months": 6}, {"months": 6, "period_start": "2020-07-01"}, "bodies", ("part_of_year",)),
    ("first halves of two years", {"months": 6}, {"months": 6, "year": 2021}, "years", ()),
    ("totals of province and county", {}, {"admin_level": "county"}, "bodies", ("level",)),
    ("stocks of province and county", {"kind": "stock"}, {"kind": "stock", "admin_level": "county"}, "bodies", ("level",)),
    ("rates of province and county", RATE, RATE | {"admin_level": "county"}, "bodies", ()),
    ("changes of province and county", CHANGE, CHANGE | {"admin_level": "county"}, "bodies", ()),
    ("rate of the nation and of a province", RATE | {"scope": "national", "admin_level": "national"}, RATE, "bodies", ()),
    (
        "total of the nation and of a province",
        {"scope": "national", "admin_level": "national"},
        {},
        "bodies",
        ("scope", "level"),
    ),
    ("rate of 省直 and of the nation", RATE | {"scope": "direct_units"}, RATE | {"scope": "national"}, "bodies", ("scope",)),
    ("some units of two bodies", RATE | {"scope": "sample"}, RATE | {"scope": "sample", "agency": "乙"}, "bodies", ("sample",)),
    ("some units of one body, two years", {"scope": "sample"}, {"scope": "sample", "year": 2021}, "years", ()),
    ("two years", {}, {"year": 2021}, "years", ()),
    ("two years, another scope", {}, {"year": 2021, "scope": "direct_units"}, "years", ("scope",)),
    ("missing baseline is no baseline", {"baseline": None}, {"baseline": float("nan")}, "bodies", ()),
]


@pytest.mark.parametrize(("one", "other", "across", "reasons"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_figures_are_compared_only_with_their_like(
    one: dict[str, Any], other: dict[str, Any], across: Any, reasons: tuple[str, ...]
) -> None:
    there, back = compare(make_fact(**one), make_fact(**other), across), compare(make_fact(**other), make_fact(**one), across)
    assert there.reasons == tuple(f"analysis.differs_{reason}" for reason in reasons)
    assert there.comparable is (not reasons)
    assert there == back


def test_every_reason_has_words() -> None:
    for _, one, other, across, _ in CASES:
        verdict = compare(make_fact(**one), make_fact(**other), across)
        assert all(reason in all_messages() for reason in verdict.reasons)
        assert bool(verdict.explain("zh")) is not verdict.comparable


def test_within_a_group_everything_is_comparable_and_between_groups_nothing() -> None:
    frame = make_facts(*(side for _, one, other, across, _ in CASES if across == "bodies" for side in (one, other)))
    numbers = label_groups(frame).tolist()
    rows = frame.to_dict("records")
    for i, one in enumerate(rows):
        for j, other in enumerate(rows):
            same = numbers[i] == numbers[j]
            area = {one["scope"], other["scope"]} == {"national", "region_wide"} and one["kind"] == "rate"
            assert same == compare(one, other).comparable or area


def test_the_group_with_most_bodies_comes_first() -> None:
    frame = make_facts(
        {"scope": "direct_units", "agency": "甲"},
        {"scope": "direct_units", "agency": "甲", "year": 2021},
        {"scope": "direct_units", "agency": "甲", "year": 2022},
        {"agency": "乙"},
        {"agency": "丙"},
    )
    first, second = split_comparable(frame)
    assert (first.bodies, len(first.frame)) == (2, 2)
    assert first.describe("zh") == "全省（区、市）口径 · 全年"
    assert second.describe("zh") == "省直口径 · 全年"


def test_the_sentence_counts_what_was_left_out_and_says_why() -> None:
    frame = make_facts(
        {"agency": "甲"}, {"agency": "乙"}, {"agency": "丙", "scope": "direct_units"}, {"agency": "丁", "months": 6},
        {"agency": "戊", "months": 3},
    )  # fmt: skip
    sentence = explain_left_out(split_comparable(frame), "zh")
    assert "口径一致的2条（全省（区、市）口径 · 全年）" in sentence
    assert "另有3条" in sentence
    assert "统计口径不同1条" in sentence
    assert "统计时段长短不同2条" in sentence


def test_an_empty_frame_has_no_groups() -> None:
    assert split_comparable(make_facts()) == []
    assert explain_left_out([], "zh") == ""
    assert label_groups(make_facts()).empty


def test_splitting_leaves_the_frame_as_it_was() -> None:
    frame = make_facts({"agency": "甲"}, {"agency": "乙", "scope": "sample"})
    before = frame.copy(deep=True)
    split_comparable(frame)
    assert frame.equals(before)


def test_enum_columns_are_understood() -> None:
    frame = make_facts({"agency": "甲"}, {"agency": "乙", "scope": "sample"}, {"agency": "丙"})
    coded = frame.astype(dict.fromkeys(("metric_id", "kind", "unit", "scope", "admin_level", "agency_id"), "category"))
    assert [len(group.frame) for group in split_comparable(coded)] == [2, 1]
