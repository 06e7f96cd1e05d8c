"""An installation's own metrics and words overlay the shipped catalogue, and a slip in them is named with file and entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue.conftest import write_catalogue
from yearbook.catalogue.catalogue import Catalogue, forget_catalogue, load_catalogue
from yearbook.catalogue.files import DataError, Home

PUMPS = """- id: energy.pumps
  name: {zh: 热泵数, en: Pumps}
  unit: set
  dimension: count
  kind: stock
  better: up
  additive: true
  headline: false
  definition: {zh: 热泵。, en: Pumps.}
  wordings: [热泵]
"""
MORE = "- {id: energy.boilers, wordings: ['{建设}…燃气炉', 锅炉], exclusions: [经费], zeros: [燃煤锅炉]}\n"


def write(home: Home, text: str, name: str = "energy") -> Path:
    file = home.own_catalogue / "metrics" / f"{name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    forget_catalogue()
    return file


@pytest.fixture
def home(home: Home) -> Home:
    write_catalogue(home.root / "catalogue")
    return home


def load(home: Home) -> Catalogue:
    return load_catalogue(home)


def test_a_new_metric_follows_the_shipped_ones_of_its_topic(home: Home) -> None:
    write(home, PUMPS)
    catalogue = load(home)
    assert list(catalogue.metrics) == ["energy.boilers", "energy.boilers_change", "energy.pumps", "safety.drills"]
    assert [metric.id for metric in catalogue.topics["energy"].metrics] == [
        "energy.boilers",
        "energy.boilers_change",
        "energy.pumps",
    ]


def test_words_are_added_to_a_shipped_metric_once(home: Home) -> None:
    write(home, MORE)
    metric = load(home).metrics["energy.boilers"]
    assert metric.wordings == ("锅炉", "{建设}…燃气炉")
    assert metric.exclusions == ("资金", "经费")
    assert metric.zeros == ("燃煤锅炉",)


def test_words_are_added_to_an_own_metric_in_a_file_that_comes_later(home: Home) -> None:
    write(home, PUMPS, "a")
    write(home, "- {id: energy.pumps, wordings: [热泵机组]}\n", "b")
    assert load(home).metrics["energy.pumps"].wordings == ("热泵", "热泵机组")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n"])
def test_an_empty_file_adds_nothing(home: Home, text: str) -> None:
    before = load(home).hash
    write(home, text)
    assert load(home).hash == before


@pytest.mark.parametrize("text", [PUMPS, MORE])
def test_the_hash_covers_own_entries(home: Home, text: str) -> None:
    before = load(home).hash
    write(home, text)
    assert load(home).hash != before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (PUMPS.replace("kind: stock", "kind: stocks"), "energy.pumps: kind"),
        (PUMPS.replace("unit: set", "unit: barrel"), "energy.pumps: unit: 'barrel' is not in units.yaml"),
        (PUMPS.replace("energy.pumps", "water.pumps"), "water.pumps: must begin with a topic of the catalogue: energy, safety"),
        (PUMPS.replace("energy.pumps", "energy.boilers"), "energy.boilers: is in the catalogue already"),
        (PUMPS.replace("[热泵]", "[热泵, '{没有}']"), "energy.pumps: {没有}: names the group '没有'"),
        ("- {id: energy.boiler, wordings: [炉]}", "energy.boiler: is no metric; correct the id"),
        ("- {id: energy.boilers, wordings: 炉}", "energy.boilers: wordings"),
        ("- {id: energy.boilers, wordings: ['{没有}']}", "energy.boilers: {没有}: names the group '没有'"),
        ("topic: energy\nmetrics: []\n", "whole file: must be a list of entries"),
        ("- 锅炉\n", "whole file: must be a list of entries"),
        ("- id: [\n", "line 2: is not valid YAML"),
    ],
)
def test_a_slip_is_named_with_its_file_and_entry(home: Home, text: str, message: str) -> None:
    file = write(home, text)
    with pytest.raises(DataError) as error:
        load(home)
    assert str(error.value).startswith(f"{file}: {message}")
