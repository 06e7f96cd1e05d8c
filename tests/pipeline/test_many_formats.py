"""200 reports of mixed formats with 20 bad ones: 180 go in, 20 are named; stopped halfway, nothing is lost and nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.many_formats import Place, add_bodies, vehicles_of, write_folder
from yearbook.catalogue.files import PROJECT, Home
from yearbook.store.reports import list_reports
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.registry import list_editions
from yearbook.warehouse.warehouse import open_warehouse


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Place], dict[str, str]]:
    inbox = tmp_path_factory.mktemp("inbox")
    good, bad = write_folder(inbox)
    assert (len(good), len(bad)) == (180, 20)
    return inbox, good, bad


@pytest.fixture
def home(tmp_path: Path) -> Home:
    add_bodies(tmp_path / "data" / "samples")
    return Home(tmp_path / "data")


def _ingest(inbox: Path, home: Home) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "yearbook", "ingest", str(inbox), "--json"],
        cwd=PROJECT,
        env={**os.environ, "YEARBOOK_DATA": str(home.root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_folder_of_many_formats_goes_in_though_it_was_stopped_halfway(
    folder: tuple[Path, dict[str, Place], dict[str, str]], home: Home
) -> None:
    inbox, good, bad = folder
    with _ingest(inbox, home) as stopped:
        while len(_kept(home)) < 90:
            assert stopped.poll() is None, stopped.communicate()
            time.sleep(0.02)
        stopped.kill()
        stopped.wait()
    before = _kept(home)
    assert 90 <= len(before) < 180
    assert not list_editions(home)

    with _ingest(inbox, home) as again:
        out, err = again.communicate()
    assert again.returncode == 1, err
    outcomes = {file["path"].removeprefix(f"{inbox}/"): file for file in json.loads(out)["files"]}
    fates = Counter(file["fate"] for file in outcomes.values())
    assert fates == {"added": 180 - len(before), "known": len(before), "refused": 20}
    refused = {path: file["reason"] for path, file in outcomes.items() if file["fate"] == "refused"}
    assert set(refused) == set(bad)
    for path, word in bad.items():
        assert word in refused[path]
        assert f"{inbox}/{path}" in err
        assert refused[path] in err

    assert _kept(home) >= before
    assert len(list_reports(home)) == 180
    assert [entry.name for entry in home.reports.iterdir() if entry.name.startswith(".")] == []
    [edition] = list_editions(home)
    assert edition.reports == 180
    assert _state(home) == {place: vehicles_of(place) for place in good.values()}

    with _ingest(inbox, home) as third:
        out, _ = third.communicate()
    summary = json.loads(out)
    assert third.returncode == 1
    assert summary["counts"] == {"added": 0, "known": 180, "refused": 20}
    assert summary["edition"] is None


def _kept(home: Home) -> set[str]:
    return {note.report_id for note in list_reports(home)}


def _state(home: Home) -> dict[Any, Any]:
    """What the edition says of each body and year; no two figures for one."""
    with open_warehouse(home) as warehouse:
        reports = warehouse.ask("reports")
        facts = warehouse.facts(Filters(metrics=("vehicles.fleet",), regions=("990000",)))
    assert len(reports) == 180
    assert facts["demonstration"].all()
    found = {(row.agency_zh.split("机关")[0], row.year): row.value for row in facts.itertuples()}
    assert len(found) == len(facts)
    return found
