"""check names every slip of the catalogue in one round, and none of them ends in a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

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


def test_a_sentence_that_is_missing_is_named(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "data" / "catalogue", tmp_path / "catalogue")
    change(tmp_path, "words/commands.yaml", "about:", "abouts:")
    done = check(tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "commands.yaml: about: is missing" in done.stderr
