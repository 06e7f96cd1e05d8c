"""Reading over a Dask cluster: a real scheduler and real workers, as processes of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pandas as pd
import pytest

from tests.warehouse.deadly import understand
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.cluster import ClusterError, read_on_cluster
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.publish import FileOutcome
from yearbook.pipeline.read import ReadJob
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.registry import current_number
from yearbook.warehouse.warehouse import open_warehouse

PATIENCE = 60  # seconds: the machine that tests may be slow
QUIET = {"DASK_LOGGING__DISTRIBUTED": "critical", "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}


@contextmanager
def _process(*arguments: str, project: Path = PROJECT) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, **QUIET, "PYTHONPATH": str(project)}
    command = [sys.executable, "-m", *arguments]
    with subprocess.Popen(command, env=environment, cwd=project, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE / 6)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler without workers. It gives a task up as soon as it has seen one worker die."""
    address = f"tcp://127.0.0.1:{_free_port()}"
    with _process(
        "distributed.cli.dask_scheduler", "--port", address.rpartition(":")[2], "--host", "127.0.0.1", "--no-dashboard"
    ):
        _wait_until_it_listens(address)
        yield address


@contextmanager
def _worker(address: str, nanny: bool = False, project: Path = PROJECT) -> Iterator[subprocess.Popen[bytes]]:
    """A worker; a nanny starts it anew when it dies."""
    kind = [
        "--nanny" if nanny else "--no-nanny",
        "--nthreads",
        "1",
        "--no-dashboard",
        "--host",
        "127.0.0.1",
        "--death-timeout",
        "60",
    ]
    with _process("distributed.cli.dask_worker", address, *kind, project=project) as process:
        yield process


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_until_it_listens(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(address)


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
        doomed, _ = (stack.enter_context(_worker(scheduler)) for _ in range(2))
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
    with _worker(scheduler, nanny=True):
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
    with _worker(scheduler, project=project), pytest.raises(ClusterError, match="程序版本"):
        ingest([_write_reports(tmp_path / "inbox", 2)], home, workers=scheduler, understand=understand)
    assert current_number(home) is None


def test_without_a_worker_it_says_how_to_start_one(scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yearbook.pipeline.cluster.CONNECT_TIMEOUT", 0.5)
    with pytest.raises(ClusterError, match=f"dask worker {scheduler}"):
        next(read_on_cluster([_make_job(tmp_path)], scheduler))


def test_a_scheduler_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yearbook.pipeline.cluster.CONNECT_TIMEOUT", 0.5)
    address = f"tcp://127.0.0.1:{_free_port()}"
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
