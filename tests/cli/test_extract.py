"""extract: mentions as JSON lines, in order, with the keys that scripts rely on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import Command
from yearbook.catalogue.files import PROJECT

WHERE = ["id", "start", "end", "text", "role"]
WHAT = ["value", "value_max", "qualifier", "unit", "value_as_written", "unit_as_written"]
MEANING = [
    "metric",
    "agency",
    "region",
    "scope",
    "period_start",
    "period_end",
    "baseline",
    "confidence",
    "reason",
    "rule",
    "runners_up",
    "notes",
]
KEYS = [*WHERE, *WHAT, *MEANING]


def test_a_mention_has_the_keys_of_the_design_in_their_order(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("2020年，取消公务用车3.1万余台。", encoding="utf-8")
    ran = run("extract", file)
    mentions = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.status == 0
    assert all(list(mention) == KEYS for mention in mentions)
    [figure] = [mention for mention in mentions if mention["role"] == "metric"]
    assert (figure["id"], figure["value"], figure["qualifier"], figure["unit"]) == ("a.txt", "31000", "more_than", "vehicle")
    assert figure["text"] == "3.1万余台"


def test_json_lines_keep_their_ids_and_order(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    cases = [
        {"id": "z", "text": "节约资金5万元", "publisher": "湖南省机关事务管理局", "year": 2020},
        {"id": "空", "text": ""},
        {"id": "a", "text": "取消车辆12辆\u2028另有3台", "year": 2021},
    ]
    file.write_text("\n\n".join(json.dumps(case, ensure_ascii=False) for case in cases), encoding="utf-8")
    ran = run("extract", "--jsonl", file)
    ids = [json.loads(line)["id"] for line in ran.out.splitlines()]
    assert ran.status == 0
    assert list(dict.fromkeys(ids)) == ["z", "a"]
    assert len(ids) == 3


def test_the_balance_stands_on_stderr(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("一、取消公务用车12辆。", encoding="utf-8")
    ran = run("extract", file)
    [balance] = ran.err.splitlines()
    assert f"{len(ran.out.splitlines())} 个数" in balance


def test_bad_inputs_are_named_and_the_good_go_on(run: Command, tmp_path: Path) -> None:
    good, lines = tmp_path / "good.txt", tmp_path / "lines.jsonl"
    good.write_text("共3辆", encoding="utf-8")
    lines.write_text('{"id": "a", "text": "3辆"}\n[1]\nnonsense\n{"id": "b"}\n{"id": "c", "text": 7}\n', encoding="utf-8")
    ran = run("extract", tmp_path / "missing.txt", good)
    assert ran.status == 1
    assert ran.err.startswith("missing.txt: ")
    assert len(ran.out.splitlines()) == 1
    ran = run("extract", "--jsonl", lines)
    assert ran.status == 1
    assert [f"第 {line} 行" in ran.err for line in (1, 2, 3, 4, 5)] == [False, True, True, True, True]
    assert len(ran.out.splitlines()) == 1


def test_nothing_to_read_is_wrong_usage(run: Command) -> None:
    ran = run("extract")
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1


def test_standard_input_goes_through_as_utf_8_whatever_the_locale() -> None:
    command = [sys.executable, "-m", "yearbook", "extract", "--jsonl", "-"]
    given = '{"id": "湖南", "text": "取消公务用车三万辆"}\n'.encode()
    ran = subprocess.run(
        command, input=given, capture_output=True, cwd=PROJECT, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}, check=True
    )
    [mention] = [json.loads(line) for line in ran.stdout.decode("utf-8").splitlines()]
    assert (mention["id"], mention["value"], mention["text"]) == ("湖南", "30000", "三万辆")
