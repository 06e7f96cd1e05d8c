"""The sample reports: plainly invented, labelled where they stand, and of one piece over the years."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import PROJECT, read_csv
from yearbook.documents.reader import read

SAMPLES = PROJECT / "data" / "samples"
NAMES = ["canglan-2021.txt", "canglan-2022.md", "canglan-2023.txt", "zhian-2021.txt", "zhian-2022.txt", "zhian-2023.txt"]
FIGURES = {"metric", "quantity"}


@cache
def expected() -> dict[str, dict[str, Any]]:
    lines = (SAMPLES / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    return {case["id"]: case for case in map(json.loads, lines)}


def test_every_sample_is_labelled() -> None:
    assert sorted(expected()) == NAMES
    assert {path.name for path in SAMPLES.iterdir() if path.suffix in {".txt", ".md"}} - {"README.md"} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_says_so_in_its_first_line(name: str) -> None:
    assert "示例" in read(SAMPLES / name).text.splitlines()[0]


def test_every_invented_body_and_region_is_marked() -> None:
    for file, column in (("agencies.csv", "name_zh"), ("regions.csv", "name_zh")):
        rows = read_csv(SAMPLES / file, (column, "name_en"))
        assert rows
        assert all("示例" in row[column] and "sample" in row["name_en"] for row in rows)


def test_no_invented_code_is_a_real_one() -> None:
    assert not {row["region_code"] for row in read_csv(SAMPLES / "regions.csv", ("region_code",))} & set(load_catalogue().regions)


@pytest.mark.parametrize("name", NAMES)
def test_labels_stand_in_the_text_as_it_is_read(name: str) -> None:
    assert read(SAMPLES / name).text == expected()[name]["text"]


@pytest.mark.parametrize("name", NAMES)
def test_labels_do_not_overlap(name: str) -> None:
    spans = [(label["start"], label["end"]) for label in expected()[name]["gold"]]
    assert all(0 <= start < end <= len(expected()[name]["text"]) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize("name", NAMES)
def test_labels_speak_of_known_metrics_in_their_unit(name: str) -> None:
    metrics = load_catalogue().metrics
    labels = [label for label in expected()[name]["gold"] if label.get("metric")]
    assert len(labels) >= 30
    assert [label for label in labels if metrics[label["metric"]].unit != label["unit"]] == []


def test_what_two_years_say_of_the_same_thing_agrees() -> None:
    said: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for case in expected().values():
        for label in case["gold"]:
            if label.get("metric") and "period_start" in label:
                key = (
                    case["publisher"],
                    label["metric"],
                    label["period_start"],
                    label["period_end"],
                    label.get("baseline") or "",
                )
                said[key].add(label["value"].rstrip("0").rstrip(".") if "." in label["value"] else label["value"])
    assert len(said) > 100
    assert {key: values for key, values in said.items() if len(values) > 1} == {}


@pytest.mark.parametrize("publisher", ["苍澜省机关事务管理局", "芷岸市机关事务管理局"])
def test_three_years_make_a_line(publisher: str) -> None:
    years: dict[str, set[str]] = defaultdict(set)
    for case in expected().values():
        for label in case["gold"] if case["publisher"] == publisher else ():
            if label.get("metric") and "period_end" in label:
                years[label["metric"]].add(label["period_end"][:4])
    assert len([metric for metric, seen in years.items() if {"2021", "2022", "2023"} <= seen]) >= 15


def test_samples_come_in_the_encodings_that_reports_come_in() -> None:
    assert not _is_utf8(SAMPLES / "zhian-2022.txt")
    assert "公务用车" in read(SAMPLES / "zhian-2022.txt").text


def _is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
