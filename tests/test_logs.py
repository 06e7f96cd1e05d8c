"""The log: a line per event, for people or programs, and never a word of a report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from yearbook.catalogue.files import PROJECT
from yearbook.logs import configure_logging

SECRET = "绝密车辆保有量"


def _run(folder: Path, form: str, *arguments: str) -> str:
    """What a command says on stderr."""
    environment = {**os.environ, "YEARBOOK_DATA": str(folder / "data")}
    command = [sys.executable, "-m", "yearbook", *arguments, "--log", form]
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, encoding="utf-8", check=False).stderr


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A report that goes in and one that is refused."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "good.txt").write_bytes((PROJECT / "data" / "samples" / "zhian-2021.txt").read_bytes())
    (folder / "bad.txt").write_text(f"{SECRET}612辆，不知是哪个机关哪一年的。", encoding="utf-8")
    return folder


def test_an_ingest_tells_its_refusals_and_its_publishing_as_json(inbox: Path, tmp_path: Path) -> None:
    said = [line for line in _run(tmp_path, "json", "ingest", str(inbox)).splitlines() if line.startswith("{")]
    lines = [json.loads(line) for line in said]
    assert [line["event"] for line in lines] == ["refusal", "publish"]
    assert lines[0]["file"] == "bad.txt"
    assert (lines[1]["edition"], lines[1]["reports"]) == (1, 1)
    assert all(line["time"].endswith("Z") and line["level"] == "info" for line in lines)
    assert SECRET not in "".join(said)


def test_for_people_a_line_is_plain_text(inbox: Path, tmp_path: Path) -> None:
    said = _run(tmp_path, "text", "ingest", str(inbox)).splitlines()
    assert any(" info publish edition=1 " in line for line in said)


def test_an_error_is_logged_by_its_kind_and_place_without_what_it_says() -> None:
    code = (
        "import logging; from yearbook.logs import configure_logging; configure_logging('json')\n"
        f"try: raise KeyError({SECRET!r})\n"
        "except KeyError: logging.getLogger('a').error('a page failed', exc_info=True)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, encoding="utf-8", check=True)
    line = json.loads(ran.stderr)
    assert (line["event"], line["error"], line["logger"]) == ("a page failed", "KeyError", "a")
    assert line["where"] == ["<string>:2"]
    assert SECRET not in ran.stderr


def test_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match=r"off \| text \| json"):
        configure_logging("xml")
