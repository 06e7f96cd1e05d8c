"""The page of targets: what reports state beside what became of it, down to the words; and the same on the profile."""

from __future__ import annotations

import pytest

from tests.pages.conftest import SAMPLES, Visit
from tests.pages.said import all_said
from yearbook.catalogue.messages import translate

INVENTED = "990000"


def test_without_reports_the_page_says_what_is_missing(visit: Visit) -> None:
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
        assert not visit("targets").dataframe

    def test_the_profile_lists_the_targets_of_its_body(self, visit: Visit) -> None:
        app = visit("profile", region=INVENTED, agency="990100-goa")
        assert not app.exception
        assert translate("targets.profile_title", "zh", count=9) in all_said(app)
