"""The page of targets: what reports and plans state beside what became of it, down to the words; and the same on the profile."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from tests.pages.conftest import SAMPLES, Visit
from tests.pages.said import all_said
from yearbook.catalogue.files import PROJECT, Home
from yearbook.catalogue.messages import translate
from yearbook.pipeline.build import build_edition

INVENTED = "990000"


def test_the_first_view_of_the_record_shows_national_targets_with_their_outcomes(visit: Visit) -> None:
    app = visit("targets")
    assert not app.exception
    assert not app.info
    table = app.dataframe[0].value
    nation = table[table["subject"] == "全国"]
    assert {"到期未公布", "已达到"} <= set(nation["state"])  # the targets of 2025, whose outcomes are not out
    reached = nation[(nation["metric"] == "人均综合能耗增减率") & (nation["due"] == "2012年（较上年）")].iloc[0]
    assert reached[["target", "outcome", "progress", "state"]].tolist() == ["−4%", "−4.37%", "降幅比目标大0.37个百分点", "已达到"]


def test_a_target_of_the_record_names_its_source_and_whether_it_is_to_be_verified(visit: Visit) -> None:
    doubtful = visit("targets").dataframe[0].value["report"].str.endswith("（待核实）")
    assert doubtful.any()
    assert not doubtful.all()
    assert not visit("targets", verified="true").dataframe[0].value["report"].str.endswith("（待核实）").any()


@pytest.mark.parametrize(
    ("region", "name", "words", "nationwide"),
    [("430000", "湖南省", "targets.only_peers", False), ("410900", "濮阳市", "targets.only_nation", True)],
)
def test_a_region_without_targets_shows_the_nearest(visit: Visit, region: str, name: str, words: str, nationwide: bool) -> None:
    app = visit("targets", region=region)
    assert translate(words, "zh", region=name) in [note.value for note in app.caption]
    assert (set(app.dataframe[0].value["subject"]) == {"全国"}) == nationwide


def test_the_profile_of_the_nation_lists_its_published_targets(visit: Visit) -> None:
    app = visit("profile", agency="100000-goa")
    assert not app.exception
    assert any(words.startswith("目标与进展（") for words in all_said(app))


def test_an_edition_without_targets_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, visit: Visit) -> None:
    record = tmp_path / "record"
    copytree(PROJECT / "data" / "record", record, ignore=ignore_patterns("targets.csv"))
    build_edition(Home(tmp_path))
    monkeypatch.setenv("YEARBOOK_DATA", str(tmp_path))
    app = visit("targets")
    assert not app.exception
    assert translate("targets.none_at_all", "zh") in [note.value for note in app.info]


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
class TestSamples:
    def test_each_target_stands_beside_its_outcome(self, visit: Visit) -> None:
        table = visit("targets", region=INVENTED).dataframe[0].value
        assert len(table) == 17
        first = table[(table["metric"] == "节约型机关建成率") & (table["due"] == "2022年")].iloc[0]
        assert first[["target", "outcome", "progress", "state"]].tolist() == [
            "不少于70%",
            "74.1%",
            "高于目标4.1个百分点",
            "已达到",
        ]

    def test_what_is_unlike_says_why_and_has_no_share(self, visit: Visit) -> None:
        table = visit("targets", region=INVENTED, state="beside").dataframe[0].value
        assert set(table["state"]) == {"不可比"}
        assert not table["progress"].str.contains("为目标的|高于|低于").any()
        assert table["progress"].ne("").all()

    def test_a_topic_and_a_state_of_the_address_are_taken(self, visit: Visit) -> None:
        table = visit("targets", region=INVENTED, topic="vehicles", state="reached").dataframe[0].value
        assert set(table["metric"]) == {"配备更新车辆中新能源汽车占比"}
        assert set(table["state"]) == {"已达到"}

    def test_a_metric_and_those_of_peers_are_chosen_by_the_address(self, visit: Visit) -> None:
        metric = "energy.conserving_offices_share"
        own = visit("targets", region=INVENTED, metric=metric).dataframe[0].value
        assert set(own["metric"]) == {"节约型机关建成率"}
        assert len(visit("targets", region=INVENTED, among="peers").dataframe[0].value) == 8  # the cities are of another level

    def test_a_subject_stands_beside_its_number_and_the_publisher_with_the_report(self, visit: Visit) -> None:
        table = visit("targets", region=INVENTED).dataframe[0].value
        assert list(table.columns[:3]) == ["metric", "target", "subject"]  # a phone shows the first two
        assert table["report"].str.contains(r"\d{4}年报告").all()
        assert not table["report"].str.startswith("2").any()

    def test_targets_of_invented_bodies_never_stand_among_real_ones(self, visit: Visit) -> None:
        invented = set(visit("targets", region=INVENTED).dataframe[0].value["subject"])
        assert not invented & set(visit("targets").dataframe[0].value["subject"])

    def test_the_profile_lists_the_targets_of_its_body(self, visit: Visit) -> None:
        app = visit("profile", region=INVENTED, agency="990100-goa")
        assert not app.exception
        assert translate("targets.profile_title", "zh", count=9) in all_said(app)
