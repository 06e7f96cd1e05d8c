"""check names every slip of the catalogue in one round, and none of them ends in a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from yearbook.catalogue.files import PROJECT


def check(data: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "YEARBOOK_DATA": str(data)}
    command = [sys.executable, "-m", "yearbook", "check"]
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, encoding="utf-8", check=False)


def change(data: Path, name: str, before: str, after: str) -> None:
    file = data / "catalogue" / name
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_slips_in_all_kinds_of_files_come_in_one_round(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "data" / "catalogue", tmp_path / "catalogue")
    change(tmp_path, "metrics/safety.yaml", "kind: flow", "kind: flows")
    change(tmp_path, "metrics/law.yaml", "  unit: item", "  unit: itme")
    change(tmp_path, "words/share.yaml", ", en: ", ", fr: ")
    change(tmp_path, "cues.yaml", "spans:", "spanz:")
    change(tmp_path, "times.yaml", "this_year:", "this_years:")
    change(tmp_path, "weights.yaml", "value: 1.0", "value: high")
    change(tmp_path, "drafts.yaml", "since: 2021", "since: soon")
    done = check(tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for file in ("safety.yaml", "law.yaml", "share.yaml", "cues.yaml", "times.yaml", "weights.yaml", "drafts.yaml"):
        assert file in done.stderr, file
    assert len(done.stderr.splitlines()) == len(set(done.stderr.splitlines()))


OLDER = [  # a change to words/commands.yaml, and whether its sentence is shown
    ("check_words:", "checked_words:", False),
    ("文字：{count} 条", "语句：{count} 条", True),
    ("文字：{count} 条", "语句：{counted} 条", False),
    ("文字：{count} 条", "语句：{count 条", False),
]


@pytest.mark.parametrize(("before", "after", "shown"), OLDER)
def test_sentences_that_an_older_catalogue_lacks_or_fills_otherwise_are_the_shipped_ones(
    tmp_path: Path, before: str, after: str, shown: bool
) -> None:
    shutil.copytree(PROJECT / "data" / "catalogue", tmp_path / "catalogue")
    change(tmp_path, "words/commands.yaml", before, after)
    done = check(tmp_path)
    assert "Traceback" not in done.stderr
    assert ("语句：" in done.stdout, "文字：" in done.stdout) == (shown, not shown)
