"""Reading over a Dask cluster: a real scheduler and real workers, as processes of this machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.engines.dask_cluster import PATIENCE, start_scheduler, start_worker
from tests.warehouse.deadly import understand
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.cluster import ClusterError, read_on_cluster
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.publish import FileOutcome
from yearbook.pipeline.read import ReadJob
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.registry import current_number
from yearbook.warehouse.warehouse import open_warehouse


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker may take longer to start on a busy machine than people want to wait."""
    monkeypatch.setattr("yearbook.pipeline.cluster.CONNECT_TIMEOUT", PATIENCE)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler without workers. It gives a task up as soon as it has seen one worker die."""
    with start_scheduler(failures=0) as address:
        yield address


def _facts(home: Home) -> pd.DataFrame:
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts(Filters(agencies=("620100-goa",)))
    return facts[facts["origin"] == "report"] if "origin" in facts else facts


def _write_reports(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        text = f"兰州市机关事务管理局 {1990 + number}\nvehicles.withdrawn={number + 1}\nvehicles.fleet={100 + number}\n"
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_worker_killed_halfway_changes_nothing_in_the_facts(scheduler: str, tmp_path: Path) -> None:
    inbox = _write_reports(tmp_path / "inbox", 30)
    with ExitStack() as stack:
        doomed, _ = (stack.enter_context(start_worker(scheduler)) for _ in range(2))
        seen: list[FileOutcome] = []

        def kill_one(outcome: FileOutcome, _: int) -> None:
            seen.append(outcome)
            if len(seen) == 10:
                doomed.kill()

        together = Home(tmp_path / "together")
        summary = ingest([inbox], together, workers=scheduler, understand=understand, progress=kill_one)
    alone = Home(tmp_path / "alone")
    ingest([inbox], alone, understand=understand)
    assert doomed.wait(PATIENCE) == -9
    assert [file.fate for file in summary.files] == ["added"] * 30
    assert [Path(file.path).name for file in summary.files] == [f"{number:02}.txt" for number in range(30)]
    assert len(_facts(alone)) >= 60
    unlike = ["report_id"]  # names the same bytes in both, but a time of reading beside it may differ
    pd.testing.assert_frame_equal(_facts(together).drop(columns=unlike), _facts(alone).drop(columns=unlike))


def test_a_report_that_workers_do_not_survive_is_refused_and_the_rest_goes_in(scheduler: str, tmp_path: Path) -> None:
    inbox = _write_reports(tmp_path / "inbox", 6)
    (inbox / "02a.txt").write_text("兰州市机关事务管理局 2021\ndeadly\n", encoding="utf-8")
    with start_worker(scheduler, nanny=True):
        summary = ingest([inbox], Home(tmp_path / "data"), workers=scheduler, understand=understand)
    assert [file.fate for file in summary.files] == ["added"] * 3 + ["refused"] + ["added"] * 3
    [refused] = summary.of("refused")
    assert Path(refused.path).name == "02a.txt"
    assert "工作进程" in refused.reason


def test_a_worker_with_another_program_is_refused_in_words(scheduler: str, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(PROJECT / "yearbook", project / "yearbook", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("catalogue", "samples"):
        shutil.copytree(PROJECT / "data" / name, project / "data" / name)
    (project / "yearbook" / "extraction" / "later.py").write_text('"""A later version."""\n')
    home = Home(tmp_path / "data")
    with start_worker(scheduler, project=project), pytest.raises(ClusterError, match="程序版本"):
        ingest([_write_reports(tmp_path / "inbox", 2)], home, workers=scheduler, understand=understand)
    assert current_number(home) is None


def test_without_a_worker_it_says_how_to_start_one(scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yearbook.pipeline.cluster.CONNECT_TIMEOUT", 0.5)
    with pytest.raises(ClusterError, match=f"dask worker {scheduler}"):
        next(read_on_cluster([_make_job(tmp_path)], scheduler))


def test_a_scheduler_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yearbook.pipeline.cluster.CONNECT_TIMEOUT", 0.5)
    monkeypatch.setattr("distributed.Client", lambda *_, **__: pytest.fail("the garbage collector would have to close it"))
    address = "tcp://127.0.0.1:1"  # where nobody listens
    for given in (address, "no-address", "gopher://here:1"):
        with pytest.raises(ClusterError, match=f"{given}"):
            next(read_on_cluster([_make_job(tmp_path)], given))


def test_without_dask_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"requirements-cluster\.txt"):
        next(read_on_cluster([_make_job(tmp_path)], "tcp://127.0.0.1:8786"))


def test_dask_is_loaded_only_where_a_scheduler_is_named() -> None:
    code = "import sys, yearbook.pipeline.ingest, yearbook.cli.ingest; sys.exit('distributed' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True)


def _make_job(folder: Path) -> ReadJob:
    return ReadJob(Home(folder), "a.txt", "兰州市机关事务管理局 2021\n".encode(), "2026-01-01T00:00:00Z")
