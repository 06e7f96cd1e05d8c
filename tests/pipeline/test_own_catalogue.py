"""A catalogue edit is appended to the installation's own catalogue; nothing is written where the result is not sound."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from yearbook.__main__ import main
from yearbook.catalogue.catalogue import Catalogue, forget_catalogue, load_catalogue
from yearbook.catalogue.files import PROJECT, DataError, Home
from yearbook.pipeline.backup import back_up, restore
from yearbook.pipeline.teaching.catalogue_edit import CatalogueEdit, Draft, EditRefused, propose_metric, propose_wording
from yearbook.pipeline.teaching.own_files import (
    append_entry,
    format_entry,
    list_own_entries,
    own_file,
    remove_own_entry,
    write_edit,
)
from yearbook.store.audit import list_entries

DRAFT = Draft(
    topic="energy",
    unit="set",
    kind="stock",
    better="up",
    wordings=("空气源热泵", "{建设}…热泵"),
    name_zh="空气源热泵数",
    name_en="Air-source heat pumps: installed",
    definition_zh="期末在用的空气源热泵台数（含试运行）。",
    definition_en="Heat pumps in use at the date, those on trial too.",
    exclusions=("资金", "经费"),
    usual_scope="direct_units",
)
METRIC = """- id: energy.air_source_heat_pumps_installed
  name: {zh: 空气源热泵数, en: 'Air-source heat pumps: installed'}
  unit: set
  dimension: count
  kind: stock
  better: up
  additive: true
  headline: false
  definition:
    zh: 期末在用的空气源热泵台数（含试运行）。
    en: Heat pumps in use at the date, those on trial too.
  wordings:
  - 空气源热泵
  - '{建设}…热泵'
  exclusions: [资金, 经费]
  usual_scope: direct_units
"""
pytestmark = pytest.mark.usefixtures("few_metrics")
BY_HAND = "# ours\n- {id: energy.charging_piles, wordings: [充电终端机]}   # as most write it\n# the end"


@pytest.fixture
def catalogue(few_metrics: Home) -> Catalogue:
    return load_catalogue(few_metrics)


@pytest.fixture
def wording(catalogue: Catalogue) -> CatalogueEdit:
    return propose_wording(catalogue, "energy.charging_piles", "一种: 新的…桩体")


def write_by_hand(home: Home, text: str, name: str = "energy") -> Path:
    file = home.own_catalogue / "metrics" / f"{name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode("utf-8"))
    forget_catalogue()
    return file


def test_an_entry_is_written_as_those_that_ship(catalogue: Catalogue, wording: CatalogueEdit) -> None:
    assert format_entry(propose_metric(catalogue, DRAFT)) == METRIC
    assert format_entry(wording) == "- id: energy.charging_piles\n  wordings:\n  - 一种:新的…桩体\n"


@pytest.mark.parametrize(
    "before", [BY_HAND, BY_HAND + "\n", "# nothing yet\n", "  - id: energy.charging_piles\n    zeros: [充电桩]\n"]
)
def test_what_stands_in_the_file_stays_byte_for_byte(home: Home, wording: CatalogueEdit, before: str) -> None:
    for text in (before, before.replace("\n", "\r\n")):
        file = write_by_hand(home, text)
        write_edit(home, wording)
        assert file.read_bytes().decode().startswith(text)
        assert load_catalogue(home).metrics["energy.charging_piles"].wordings[-1] == "一种:新的…桩体"


def test_lines_end_and_begin_as_those_of_the_file(home: Home, wording: CatalogueEdit) -> None:
    before = "  - id: energy.charging_piles\r\n    zeros: [充电桩]\r\n"
    after = append_entry(before, wording, own_file(home, wording))
    assert after == before + "  - id: energy.charging_piles\r\n    wordings:\r\n    - 一种:新的…桩体\r\n"


@pytest.mark.parametrize("text", ["[{id: energy.charging_piles, wordings: [甲乙]}]\n", "- id: energy.charging_piles\n...\n"])
def test_a_file_in_another_layout_is_refused(home: Home, wording: CatalogueEdit, text: str) -> None:
    file = write_by_hand(home, text)
    with pytest.raises(EditRefused, match="energy\\.charging_piles"):
        write_edit(home, wording)
    assert file.read_text(encoding="utf-8") == text


def test_what_was_taught_is_taken_out_and_the_rest_stays_byte_for_byte(home: Home, catalogue: Catalogue) -> None:
    for text in (BY_HAND + "\n", (BY_HAND + "\n").replace("\n", "\r\n")):
        file = write_by_hand(home, text)
        hash = load_catalogue(home).hash
        write_edit(home, propose_wording(catalogue, "energy.charging_piles", "一种: 新的…桩体"))
        *_, last = list_own_entries(home)
        assert last.entry == {"id": "energy.charging_piles", "wordings": ["一种:新的…桩体"]}
        remove_own_entry(home, last)
        assert file.read_bytes().decode() == text
        assert load_catalogue(home).hash == hash
    assert [entry.what.get("removed") for entry in list_entries(home) if entry.act == "teach"] == [None, True] * 2


def test_a_metric_stays_while_other_entries_add_to_it(home: Home, catalogue: Catalogue) -> None:
    edit = propose_metric(catalogue, DRAFT)
    write_edit(home, edit)
    file = write_edit(home, propose_wording(catalogue.with_metric(edit.metric), edit.metric.id, "热泵系统"))
    before = file.read_bytes()
    with pytest.raises(DataError, match=edit.metric.id):
        remove_own_entry(home, list_own_entries(home)[0])
    assert file.read_bytes() == before


def test_an_entry_of_a_file_that_changed_meanwhile_is_not_taken_out(home: Home, wording: CatalogueEdit) -> None:
    write_edit(home, wording)
    [own] = list_own_entries(home)
    file = write_by_hand(home, BY_HAND)
    with pytest.raises(EditRefused):
        remove_own_entry(home, own)
    assert file.read_text(encoding="utf-8") == BY_HAND


def test_what_is_loaded_is_what_was_tried(home: Home, catalogue: Catalogue) -> None:
    metric = propose_metric(catalogue, DRAFT)
    tried = catalogue.with_metric(metric.metric)
    assert write_edit(home, metric) == own_file(home, metric)
    assert load_catalogue(home) == replace(tried, own_files=load_catalogue(home).own_files)
    more = propose_wording(tried, metric.metric.id, "热泵系统")
    write_edit(home, more)
    assert load_catalogue(home).hash == tried.with_metric(more.metric).hash


def test_nothing_but_the_own_file_is_written(home: Home, wording: CatalogueEdit) -> None:
    shipped = {file: file.stat().st_mtime_ns for file in home.catalogue.rglob("*")}
    written = write_edit(home, wording)
    assert {file: file.stat().st_mtime_ns for file in home.catalogue.rglob("*")} == shipped
    assert [file for file in home.own_catalogue.rglob("*") if file.is_file()] == [written]


@pytest.mark.parametrize(
    ("change", "said"), [({"unit": "barrel"}, "'barrel' is not in units.yaml"), ({"wordings": ("{没有的组}",)}, "no such group")]
)
def test_an_unsound_entry_changes_nothing(home: Home, catalogue: Catalogue, change: dict[str, object], said: str) -> None:
    edit = propose_metric(catalogue, DRAFT)
    bad = replace(edit, metric=edit.metric.model_copy(update=change))
    with pytest.raises(DataError, match=said) as error:
        write_edit(home, bad)
    assert error.value.file == own_file(home, edit)
    assert not own_file(home, edit).exists()
    assert load_catalogue(home).hash == catalogue.hash


def test_another_own_file_broken_by_hand_is_named(home: Home, wording: CatalogueEdit) -> None:
    other = write_by_hand(home, "- {id: safety.nothing, wordings: [演练]}\n", "safety")
    with pytest.raises(DataError, match="is no metric") as error:
        write_edit(home, wording)
    assert error.value.file == other
    assert not own_file(home, wording).exists()


def test_an_own_metric_taken_out_by_hand_meanwhile_gets_no_more_words(home: Home, catalogue: Catalogue) -> None:
    metric = propose_metric(catalogue, DRAFT)
    more = propose_wording(catalogue.with_metric(metric.metric), metric.metric.id, "热泵系统")
    with pytest.raises(DataError, match="is no metric"):
        write_edit(home, more)
    assert not own_file(home, more).exists()


def test_git_ignores_the_own_catalogue_of_a_checkout() -> None:
    folder = Home(PROJECT / "data").own_catalogue.relative_to(PROJECT).as_posix()
    assert f"{folder}/" in (PROJECT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_a_backup_holds_the_own_catalogue(home: Home, wording: CatalogueEdit, tmp_path: Path) -> None:
    write_edit(home, wording)
    back_up(home, tmp_path / "backup.zip")
    restored = Home(tmp_path / "restored")
    restore(restored, tmp_path / "backup.zip")
    assert load_catalogue(restored).hash == load_catalogue(home).hash


@pytest.mark.parametrize(
    "slip", ["- {id: energy.charging_pile, wordings: [充电]}", "- {id: energy.charging_piles, wordings: ['{没有}']}"]
)
def test_check_names_a_slip_in_the_own_catalogue(
    home: Home, slip: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_by_hand(home, slip)
    monkeypatch.setenv("YEARBOOK_DATA", str(home.root))
    assert main(["check"]) == 1
    assert f"{file}: energy.charging_pile" in capsys.readouterr().err
