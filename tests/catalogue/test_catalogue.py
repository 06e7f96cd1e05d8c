"""The catalogue is checked as it is loaded, and says where and how to mend it."""

from __future__ import annotations

import shutil

import pytest

from yearbook.catalogue.catalogue import read_catalogue
from yearbook.catalogue.files import DataError, Home

METRIC = """topic: safety
name: {zh: 安全稳定, en: Safety}
icon: health_and_safety
metrics:
- id: safety.drills
  name: {zh: 演练次数, en: Drills}
  unit: session
  dimension: count
  kind: flow
  better: up
  additive: true
  headline: false
  definition: {zh: 期内演练次数。, en: Drills held in the period.}
  wordings: [演练]
"""


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / "catalogue"
    shutil.copytree(Home(tmp_path).catalogue, copy)
    return copy


def test_every_metric_of_every_topic_is_there(catalogue):
    assert len(catalogue.metrics) == 162
    assert len(catalogue.topics) == 9


def test_a_new_metric_needs_nothing_but_its_entry(folder):
    (folder / "metrics" / "safety.yaml").write_text(METRIC, encoding="utf-8")
    assert read_catalogue(folder).metrics["safety.drills"].name.zh == "演练次数"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("kind: flow", "kind: flows", "safety.drills: kind"),
        ("unit: session", "unit: sessions", "'sessions' is not in units.yaml"),
        ("wordings: [演练]", "wordings: []", "safety.drills: wordings"),
        ("headline: false", "headlines: false", "safety.drills"),
        ("id: safety.drills", "id: energy.drills", "must begin with 'safety.'"),
        ("topic: safety", "topic: safe", "it must be the file's name"),
        ("{zh: 演练次数, en: Drills}", "{zh: 演练次数}", "safety.drills: name.en"),
    ],
)
def test_a_slip_is_named_with_its_file_and_entry(folder, before, after, said):
    (folder / "metrics" / "safety.yaml").write_text(METRIC.replace(before, after), encoding="utf-8")
    with pytest.raises(DataError, match=r"safety\.yaml") as error:
        read_catalogue(folder)
    assert said in str(error.value)


def test_a_broken_file_is_named_with_its_line(folder):
    (folder / "metrics" / "safety.yaml").write_text("topic: safety\n  name: [", encoding="utf-8")
    with pytest.raises(DataError, match=r"safety\.yaml: line 2"):
        read_catalogue(folder)


def test_the_hash_changes_with_any_file(folder):
    before = read_catalogue(folder).hash
    (folder / "terms.yaml").write_text((folder / "terms.yaml").read_text(encoding="utf-8") + "\n新: [新]\n", encoding="utf-8")
    assert read_catalogue(folder).hash != before


def test_a_place_knows_what_it_lies_in(catalogue):
    assert catalogue.province_of("410900") == "410000"
    assert catalogue.ancestors_of("410900") == ["410000", "100000"]
