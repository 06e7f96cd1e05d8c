"""Comparability as a table of cases."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.edition import make_edition
from tests.analysis.factory import make_fact, make_facts
from yearbook.analysis.comparability import Group, compare, explain_left_out, list_groups
from yearbook.analysis.ranking import list_lines
from yearbook.catalogue.messages import all_messages
from yearbook.warehouse.filters import Filters


def groups_of(*rows: dict[str, Any]) -> list[Group]:
    return list_groups(list_lines(make_facts(*rows)))


RATE = {"kind": "rate", "metric_id": "energy.per_head", "unit": "kgce_per_person"}
CHANGE = {"kind": "change", "metric_id": "energy.change", "unit": "percent"}
UNDATED = {"kind": "stock", "months": 0, "period_start": None, "period_end": None}

# one figure, the other, across what, the reasons against comparing them
CASES: list[tuple[str, dict[str, Any], dict[str, Any], Any, tuple[str, ...]]] = [
    ("the same figure of two bodies", {}, {"agency": "乙"}, "bodies", ()),
    ("more than against exact", {"qualifier": "more_than"}, {"agency": "乙"}, "bodies", ()),
    ("another metric", {}, {"metric_id": "energy.water"}, "bodies", ("metric",)),
    ("flow and stock", {}, {"kind": "stock", "months": 0}, "bodies", ("kind", "period")),
    ("another unit", {}, {"unit": "kwh"}, "bodies", ("unit",)),
    ("全省 and 省直", {}, {"scope": "direct_units"}, "bodies", ("scope",)),
    ("县本级 and 全县", {}, {"wider_extent": True}, "years", ("extent",)),
    ("全县 of two bodies", {"wider_extent": True}, {"wider_extent": True, "agency": "乙"}, "bodies", ()),
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
    ("a year and a period that is not stated", {}, {"months": None}, "bodies", ("undated",)),
    ("two periods that are not stated", {"months": None}, {"months": None, "agency": "乙"}, "bodies", ("undated",)),
    ("a stock at the end of a year and on a day that is not stated", {"kind": "stock", "months": 0}, UNDATED, "bodies", ()),
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
    """The columns of an edition say the same as `compare`; a metric of an edition has one kind and one unit."""
    frame = make_facts(*(side for _, one, other, across, _ in CASES if across == "bodies" for side in (one, other)))
    frame = frame.assign(metric_id=frame["metric_id"] + frame["kind"] + frame["unit"], demonstration=False)
    ask = make_edition(frame.drop_duplicates("fact_id"))
    figures = ask("figures", **Filters().parameters())
    undated = figures["months"].isna()
    assert not set(figures[undated]["comparison_group"]) & set(figures[~undated]["comparison_group"])
    rows = figures[~undated].to_dict("records")
    for one in rows:
        for other in rows:
            area = {one["scope"], other["scope"]} == {"national", "region_wide"} and one["kind"] == "rate"
            assert (one["comparison_group"] == other["comparison_group"]) == compare(one, other).comparable or area
            assert (one["series_group"] == other["series_group"]) == compare(one, other, "years").comparable or area


def test_the_group_with_most_bodies_comes_first() -> None:
    first, second = groups_of(
        {"scope": "direct_units", "agency": "甲"},
        {"scope": "direct_units", "agency": "甲", "year": 2021},
        {"scope": "direct_units", "agency": "甲", "year": 2022},
        {"agency": "乙"},
        {"agency": "丙"},
    )
    assert (first.bodies, len(first)) == (2, 2)
    assert first.describe("zh") == "全省（区、市）口径 · 全年"
    assert second.describe("zh") == "省（区、市）直口径 · 全年"


@pytest.mark.parametrize(("kind", "said"), [("flow", "单日"), ("rate", "时点"), ("stock", "")])
def test_what_happened_on_a_day_is_no_level_at_a_date(kind: str, said: str) -> None:
    [group] = groups_of({"kind": kind, "months": 0})
    assert group.describe("zh") == " · ".join(filter(None, ("全省（区、市）口径", said)))


def test_the_sentence_counts_what_was_left_out_and_says_why() -> None:
    groups = groups_of(
        {"agency": "甲"}, {"agency": "乙"}, {"agency": "丙", "scope": "direct_units"}, {"agency": "丁", "months": 6},
        {"agency": "戊", "months": 3},
    )  # fmt: skip
    sentence = explain_left_out(groups, "zh")
    assert "口径一致的2条（全省（区、市）口径 · 全年）" in sentence
    assert "另有3条" in sentence
    assert "统计口径不同1条" in sentence
    assert "统计时段长短不同2条" in sentence


def test_figures_of_unstated_periods_come_last_and_are_compared_with_nothing() -> None:
    undated = [{"agency": agency, "months": None} for agency in "甲乙丙"]
    stated, open_ = groups_of({"agency": "丁"}, *undated)
    assert (stated.comparable, open_.comparable) == (True, False)
    assert open_.describe("zh") == "全省（区、市）口径 · 期间未注明"
    assert "原文未注明统计时段，不作比较3条" in explain_left_out([stated, open_], "zh")


def test_an_empty_frame_has_no_groups() -> None:
    assert groups_of() == []
    assert explain_left_out([], "zh") == ""


def test_groups_are_counted_by_bodies_years_and_levels() -> None:
    rows: list[dict[str, Any]] = [{"agency": "甲"}, {"agency": "乙", "year": 2021}, {"agency": "乙", "scope": "sample"}]
    first, other = list_groups(list_lines(make_facts(*rows, {"agency": "丙"})), "years")
    assert (first.aspects["scope"], first.bodies, first.figures, first.levels) == ("region_wide", 3, 3, ("province",))
    assert (other.aspects["scope"], other.bodies, other.figures) == ("sample", 1, 1)


def test_lines_have_their_years_and_the_value_that_stands_for_each() -> None:
    frame = make_facts(
        {"agency": "甲", "year": 2021, "value": 5.0},
        {"agency": "甲", "year": 2019, "value": 9.0, "status": "unverified"},
        {"agency": "甲", "year": 2021, "value": 7.0, "status": "unverified"},
        {"agency": "乙", "year": 2020, "value": 3.0},
    )
    lines = list_lines(frame)[["figures", "unverified", "years", "values"]]
    assert lines.to_numpy().tolist() == [[3, 2, [2019, 2021], [9.0, 5.0]], [1, 0, [2020], [3.0]]]
