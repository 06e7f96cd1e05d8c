"""The catalogue is checked as it is loaded: every slip is named with its file, its entry and a hint, all in one round."""

from __future__ import annotations

from pathlib import Path

import pytest

from yearbook.catalogue.catalogue import read_catalogue
from yearbook.catalogue.files import DataError

SAFETY = "metrics/safety.yaml"


def change(folder: Path, name: str, before: str, after: str) -> None:
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_new_metric_needs_nothing_but_its_entry(small_catalogue: Path) -> None:
    entry = (small_catalogue / SAFETY).read_text(encoding="utf-8").split("metrics:\n")[1]
    with (small_catalogue / SAFETY).open("a", encoding="utf-8") as file:
        file.write(entry.replace("safety.drills", "safety.alarms").replace("演练", "报警"))
    assert read_catalogue(small_catalogue).metrics["safety.alarms"].name.zh == "报警次数"


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("kind: flow", "kind: flows", "safety.drills: kind"),
        ("unit: session", "unit: sessions", "'sessions' is not in units.yaml"),
        ("wordings: [演练]", "wordings: []", "safety.drills: wordings"),
        ("wordings: [演练]", "wordings: ['{没有}']", "safety.drills: {没有}: names the group '没有'"),
        ("wordings: [演练]", "wordings: [演练…]", "safety.drills: 演练…: has nothing on one side"),
        ("wordings: [演练]", "wordings: [演练]\n  distinguish_from: [a.b]", "'a.b' is no metric"),
        ("headline: false", "headlines: false", "safety.drills"),
        ("id: safety.drills", "id: energy.drills", "must begin with 'safety.'"),
        ("topic: safety", "topic: safe", "it must be the file's name"),
        ("{zh: 演练次数, en: Drills}", "{zh: 演练次数}", "safety.drills: name.en"),
    ],
)
def test_a_slip_is_named_with_its_file_and_entry(small_catalogue: Path, before: str, after: str, message: str) -> None:
    change(small_catalogue, SAFETY, before, after)
    with pytest.raises(DataError, match=r"safety\.yaml") as error:
        read_catalogue(small_catalogue)
    assert message in str(error.value)


def test_all_slips_of_all_files_come_in_one_round(small_catalogue: Path) -> None:
    change(small_catalogue, SAFETY, "kind: flow", "kind: flows")
    change(small_catalogue, SAFETY, "unit: session", "unit: sessions")
    change(small_catalogue, SAFETY, "[演练]", "['{没有}']")
    change(small_catalogue, "metrics/energy.yaml", "unit: set", "unit: barrel")
    change(small_catalogue, "terms.yaml", "[建设, 新建]", "建设")
    change(small_catalogue, "agencies.csv", "990000,province", "990900,province")
    with pytest.raises(DataError) as error:
        read_catalogue(small_catalogue)
    places = {(fault.file.name, fault.place) for fault in error.value.faults}
    assert places >= {
        ("safety.yaml", "safety.drills: kind"),
        ("safety.yaml", "safety.drills: unit"),
        ("energy.yaml", "energy.boilers: unit"),
        ("terms.yaml", "建设"),
        ("agencies.csv", "990000-goa"),
    }
    assert len(error.value.faults) == len(set(map(str, error.value.faults)))


def test_what_refers_to_a_malformed_metric_is_not_at_fault(small_catalogue: Path) -> None:
    change(small_catalogue, SAFETY, "wordings: [演练]", "wordings: [演练]\n  distinguish_from: [energy.boilers]")
    change(small_catalogue, "metrics/energy.yaml", "kind: stock", "kind: stocks")
    with pytest.raises(DataError) as error:
        read_catalogue(small_catalogue)
    assert [fault.file.name for fault in error.value.faults] == ["energy.yaml"]


def test_an_id_that_stands_twice_is_named(small_catalogue: Path) -> None:
    change(small_catalogue, "metrics/energy.yaml", "energy.boilers_change", "energy.boilers")
    with pytest.raises(DataError, match=r"energy\.boilers: stands twice"):
        read_catalogue(small_catalogue)


def test_a_broken_file_is_named_with_its_line(small_catalogue: Path) -> None:
    (small_catalogue / SAFETY).write_text("topic: safety\n  name: [", encoding="utf-8")
    with pytest.raises(DataError, match=r"safety\.yaml: line 2"):
        read_catalogue(small_catalogue)


def test_the_hash_changes_with_any_file(small_catalogue: Path) -> None:
    before = read_catalogue(small_catalogue).hash
    change(small_catalogue, "terms.yaml", "新建", "扩建")
    assert read_catalogue(small_catalogue).hash != before


def test_a_region_has_those_above_it(small_catalogue: Path) -> None:
    catalogue = read_catalogue(small_catalogue)
    assert catalogue.province_of("990100") == "990000"
    assert catalogue.ancestors_of("990100") == ["990000", "100000"]
