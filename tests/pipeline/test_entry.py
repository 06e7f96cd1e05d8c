"""A lesson is written into the catalogue in use: one line or entry more, all else as it was; nothing where it is not sound."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.files import PROJECT, DataError, Home
from yearbook.extraction.catalogue_edit import Draft, EditRefused, teach_metric, teach_wording
from yearbook.pipeline.teaching.catalogue_files import add_lesson, write_entry, write_lesson

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
COMMENTED = """# What this file is for.
topic: energy
name: {zh: 节能, en: Energy}   # the topic's name
icon: energy_savings_leaf
metrics:

# the first
  - id: energy.heat_pumps   # never changes
    name: {zh: 热泵数, en: Heat pumps}
    wordings:
      - 热泵   # as most write it
      # and rarely
      - '{建设}…热泵机组'   # so

    exclusions: [资金]

  - id: energy.boilers
    wordings: [ 锅炉,
                '燃气…锅炉' ]   # on two lines
# the end
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(PROJECT / "data" / "catalogue", tmp_path / "catalogue")
    return Home(tmp_path)


@pytest.fixture
def catalogue(home: Home) -> Catalogue:
    return load_catalogue(home.catalogue)


def topic_file(home: Home, topic: str = "energy") -> Path:
    return home.catalogue / "metrics" / f"{topic}.yaml"


def test_a_wording_is_one_line_more_in_every_metric_of_the_catalogue(catalogue: Catalogue, home: Home) -> None:
    for metric in catalogue.metrics.values():
        before = topic_file(home, metric.topic).read_text(encoding="utf-8").splitlines()
        after = add_lesson("\n".join(before) + "\n", teach_wording(catalogue, metric.id, "一种: 新的…说法")).splitlines()
        added = next(number for number, (old, new) in enumerate(zip([*before, ""], after, strict=True)) if old != new)
        assert after[added].strip() == "- 一种:新的…说法"
        assert after[:added] + after[added + 1 :] == before


def test_comments_and_layout_stay_byte_for_byte(catalogue: Catalogue) -> None:
    metric = catalogue.metrics["energy.charging_piles"].model_copy(update={"id": "energy.heat_pumps"})
    lesson = replace(teach_wording(catalogue, "energy.charging_piles", "热泵系统"), metric=metric)
    expected = COMMENTED.replace("热泵机组'   # so\n", "热泵机组'   # so\n      - 热泵系统\n")
    assert add_lesson(COMMENTED, lesson) == expected


def test_a_list_on_one_line_grows_within_its_brackets(catalogue: Catalogue) -> None:
    metric = catalogue.metrics["energy.charging_piles"].model_copy(update={"id": "energy.boilers"})
    lesson = replace(teach_wording(catalogue, "energy.charging_piles", "{建设}…锅炉"), metric=metric)
    assert add_lesson(COMMENTED, lesson) == COMMENTED.replace("'燃气…锅炉' ]", "'燃气…锅炉', '{建设}…锅炉' ]")


def test_a_new_metric_follows_the_last_one_in_its_indentation(catalogue: Catalogue) -> None:
    lesson = teach_metric(catalogue, DRAFT)
    after = add_lesson(COMMENTED, lesson)
    head, tail = COMMENTED.split("# the end")
    assert after.startswith(head)
    assert after.endswith("# the end" + tail)
    assert (
        "\n  - id: energy.air_source_heat_pumps_installed\n    name: {zh: 空气源热泵数, en: 'Air-source heat pumps: installed'}\n"
        in after
    )


def test_lines_end_as_the_file_ends_them(catalogue: Catalogue) -> None:
    lessons = teach_metric(catalogue, DRAFT), teach_wording(catalogue, "energy.charging_piles", "热泵系统")
    text = (PROJECT / "data" / "catalogue" / "metrics" / "energy.yaml").read_text(encoding="utf-8")
    for lesson in lessons:
        assert add_lesson(text.replace("\n", "\r\n"), lesson) == add_lesson(text, lesson).replace("\n", "\r\n")


def test_a_new_metric_is_written_as_the_others_are(catalogue: Catalogue) -> None:
    assert write_entry(teach_metric(catalogue, DRAFT).metric) == (
        "- id: energy.air_source_heat_pumps_installed\n"
        "  name: {zh: 空气源热泵数, en: 'Air-source heat pumps: installed'}\n"
        "  unit: set\n"
        "  dimension: count\n"
        "  kind: stock\n"
        "  better: up\n"
        "  additive: true\n"
        "  headline: false\n"
        "  definition:\n"
        "    zh: 期末在用的空气源热泵台数（含试运行）。\n"
        "    en: Heat pumps in use at the date, those on trial too.\n"
        "  wordings:\n"
        "  - 空气源热泵\n"
        "  - '{建设}…热泵'\n"
        "  exclusions: [资金, 经费]\n"
        "  usual_scope: direct_units\n"
    )


def test_what_is_written_is_what_was_tried(catalogue: Catalogue, home: Home) -> None:
    lesson = teach_metric(catalogue, DRAFT)
    assert write_lesson(home, lesson) == topic_file(home)
    written = load_catalogue(home.catalogue)
    assert written.metrics[lesson.metric.id] == lesson.metric
    assert written.hash != catalogue.hash
    write_lesson(home, teach_wording(written, lesson.metric.id, "热泵系统"))
    assert load_catalogue(home.catalogue).metrics[lesson.metric.id].wordings == (*lesson.metric.wordings, "热泵系统")


def test_only_the_topic_s_file_changes(catalogue: Catalogue, home: Home) -> None:
    before = {file: file.read_bytes() for file in home.catalogue.rglob("*") if file.is_file()}
    write_lesson(home, teach_wording(catalogue, "energy.charging_piles", "热泵系统"))
    after = {file: file.read_bytes() for file in home.catalogue.rglob("*") if file.is_file()}
    assert [file for file in after if after[file] != before.get(file)] == [topic_file(home)]


def test_a_bad_entry_changes_nothing_and_says_the_mend(catalogue: Catalogue, home: Home) -> None:
    lesson = teach_metric(catalogue, DRAFT)
    bad = replace(lesson, metric=lesson.metric.model_copy(update={"unit": "barrel"}))
    before = topic_file(home).read_bytes()
    with pytest.raises(DataError, match=r"'barrel' is not in units\.yaml; add it there or correct it") as error:
        write_lesson(home, bad)
    assert error.value.file == topic_file(home)
    assert topic_file(home).read_bytes() == before
    assert load_catalogue(home.catalogue).hash == catalogue.hash


def test_a_wording_with_an_unknown_group_is_refused_before_the_file_is_replaced(catalogue: Catalogue, home: Home) -> None:
    lesson = teach_wording(catalogue, "energy.charging_piles", "热泵系统")
    before = topic_file(home).read_bytes()
    with pytest.raises(DataError, match="no such group"):
        write_lesson(home, replace(lesson, wordings=("{没有的组}",)))
    assert topic_file(home).read_bytes() == before


def test_a_catalogue_broken_by_hand_elsewhere_is_named(catalogue: Catalogue, home: Home) -> None:
    other = topic_file(home, "safety")
    other.write_text(other.read_text(encoding="utf-8").replace("kind: flow", "kind: flows", 1), encoding="utf-8")
    with pytest.raises(DataError) as error:
        write_lesson(home, teach_wording(catalogue, "energy.charging_piles", "热泵系统"))
    assert error.value.file == other


def test_a_metric_taken_out_by_hand_meanwhile_is_refused(catalogue: Catalogue, home: Home) -> None:
    lesson = teach_wording(catalogue, "energy.charging_piles", "热泵系统")
    topic_file(home).write_text(COMMENTED, encoding="utf-8")
    with pytest.raises(EditRefused):
        write_lesson(home, lesson)
    assert topic_file(home).read_text(encoding="utf-8") == COMMENTED


def test_what_was_added_by_hand_meanwhile_is_kept(catalogue: Catalogue, home: Home) -> None:
    lesson = teach_wording(catalogue, "energy.charging_piles", "热泵系统")
    text = topic_file(home).read_text(encoding="utf-8")
    topic_file(home).write_text("# by hand\n" + text, encoding="utf-8")
    write_lesson(home, lesson)
    after = topic_file(home).read_text(encoding="utf-8")
    assert after.startswith("# by hand\n")
    assert "热泵系统" in after
