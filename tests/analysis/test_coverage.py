"""Coverage: every state means what it says, and absence is never called more than it is."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.analysis.factory import make_facts
from yearbook.analysis.coverage import STATES, count_bodies, count_subjects, cover_agencies, cover_metrics
from yearbook.catalogue.messages import all_messages

AGENCIES = pd.DataFrame(
    {
        "agency_id": ["甲-goa", "乙-goa"],
        "name_zh": ["甲局", "乙局"],
        "admin_level": ["province", "national"],
        "name_en": ["A", "B"],
    }
)
METRICS = pd.DataFrame({"metric_id": ["energy.use", "energy.nation"], "unit": ["tce", "tce"], "levels": [(), ("national",)]})


def state_of(covered: pd.DataFrame, **wanted: object) -> str:
    for name, value in wanted.items():
        covered = covered[covered[name] == value]
    assert len(covered) == 1
    return str(covered["state"].iloc[0])


def test_each_cell_says_what_is_known() -> None:
    facts = make_facts(
        {"agency": "甲", "year": 2018}, {"agency": "甲", "year": 2019, "status": "unverified"},
        {"agency": "乙", "year": 2019, "status": "extracted"},
        {"agency": "乙", "year": 2019, "status": "unverified", "value": 2.0},
    )  # fmt: skip
    reports = pd.DataFrame(
        {"agency_id": ["甲-goa", "甲-goa", None], "report_year": [2020, 2018, 2018], "report_id": ["r1", "r2", "r3"]}
    )
    covered = cover_agencies(facts, AGENCIES, years=range(2018, 2022), reports=reports)
    assert state_of(covered, agency_id="甲-goa", year=2018) == "published"
    assert state_of(covered, agency_id="甲-goa", year=2019) == "unverified"
    assert state_of(covered, agency_id="甲-goa", year=2020) == "not_found"
    assert state_of(covered, agency_id="甲-goa", year=2021) == "absent"
    assert state_of(covered, agency_id="乙-goa", year=2019) == "published"
    assert len(covered) == 8
    assert covered.loc[covered["report_id"] == "r1", "year"].tolist() == [2020]


def test_a_cell_leads_to_a_verified_figure_first() -> None:
    facts = make_facts({"value": 1.0, "status": "unverified", "fact_id": "a"}, {"value": 2.0, "fact_id": "b"})
    covered = cover_agencies(facts, AGENCIES)
    assert covered.loc[covered["agency_id"] == "甲-goa", ["fact_id", "figures", "unverified"]].to_numpy().tolist() == [
        ["b", 2, 1]
    ]


def test_without_reports_nothing_is_called_not_found() -> None:
    assert set(cover_agencies(make_facts({"year": 2018}, {"year": 2020}), AGENCIES)["state"]) == {"published", "absent"}


def test_a_national_metric_does_not_apply_to_a_province() -> None:
    covered = cover_metrics(make_facts({"agency": "甲"}), AGENCIES, METRICS)
    assert state_of(covered, agency_id="甲-goa", metric_id="energy.nation") == "not_applicable"
    assert state_of(covered, agency_id="乙-goa", metric_id="energy.nation") == "absent"


def test_the_count_says_how_many_are_still_to_be_verified() -> None:
    facts = make_facts(
        {"agency": "甲"}, {"agency": "甲", "status": "unverified", "value": 2.0}, {"agency": "乙", "status": "unverified"}
    )
    count = count_bodies(facts, 12)
    assert (count.bodies, count.reported, count.to_verify) == (12, 2, 1)
    assert count.describe("zh") == "12家机构中2家有公开数据，其中1家待核实"
    assert count_bodies(make_facts(), 12).describe("zh") == "12家机构均未收录"


def test_subjects_are_counted_once_whoever_publishes_them() -> None:
    shared = {"subject_id": "430000-region_wide", "region_code": "430000"}
    count = count_subjects(make_facts(shared, shared | {"agency": "乙", "status": "unverified"}), 31)
    assert (count.bodies, count.reported, count.to_verify) == (31, 1, 0)
    assert count.describe("zh") == "31个主体中1个有公开数据"


def test_every_state_has_a_name_and_an_explanation() -> None:
    assert all(f"analysis.state_{state}{end}" in all_messages() for state in STATES for end in ("", "_help"))


def test_no_facts_and_no_agencies_give_empty_grids() -> None:
    assert cover_agencies(make_facts(), AGENCIES).empty
    assert set(cover_agencies(make_facts(), AGENCIES, [2020])["state"]) == {"absent"}
    assert cover_metrics(make_facts(), AGENCIES.iloc[:0], METRICS).empty


def open_reports(open_units: list[str], numerals: int = 9) -> pd.DataFrame:
    row = {"agency_id": "甲-goa", "report_year": 2020, "report_id": "r", "numerals": numerals, "open_units": open_units}
    return pd.DataFrame([row])


@pytest.mark.parametrize(
    ("open_units", "numerals", "by_metric", "by_year"),
    [
        ([], 9, "not_published", "not_published"),
        (["vehicle"], 9, "not_published", "not_found"),
        (["tce"], 9, "not_found", "not_found"),
        ([""], 9, "not_found", "not_found"),
        ([], 0, "not_found", "not_found"),
    ],
    ids=["all understood", "another unit is left", "its unit is left", "an unknown unit is left", "a report without numbers"],
)
def test_not_published_is_told_from_not_found_by_what_is_left_to_understand(
    open_units: list[str], numerals: int, by_metric: str, by_year: str
) -> None:
    reports = open_reports(open_units, numerals)
    covered = cover_metrics(make_facts({"agency": "乙"}), AGENCIES, METRICS, reports=reports)
    assert state_of(covered, agency_id="甲-goa", metric_id="energy.use") == by_metric
    assert state_of(cover_agencies(make_facts(), AGENCIES, [2020], reports), agency_id="甲-goa") == by_year


def test_of_several_reports_all_must_have_told_what_they_hold() -> None:
    reports = pd.concat([open_reports([]), open_reports(["tce"]).assign(report_id="s")])
    covered = cover_metrics(make_facts(), AGENCIES, METRICS, reports=reports)
    assert state_of(covered, agency_id="甲-goa", metric_id="energy.use") == "not_found"
