"""Running the server: what it counts and logs, how it stops, several workers behind one port, a data folder nobody may write."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from benchmarks.generated import publish_generated
from benchmarks.serving.viewer import Viewer
from tests.serving import PATIENCE, Server, serve
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.build import build_edition
from yearbook.warehouse.warehouse import open_warehouse
from yearbook.web.monitoring import route_label

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")


def _see_page(server: Server) -> None:
    """Open the front page, as a browser does."""
    with Viewer(server.address) as viewer:
        assert viewer.open().failures == ()


def _lines(server: Server) -> list[dict[str, object]]:
    """The lines of the log that are JSON."""
    return [json.loads(line) for line in server.log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    build_edition(Home(folder))
    return folder


@POSIX
def test_it_counts_and_logs_what_is_asked_but_not_who_or_what_for(data: Path, tmp_path: Path) -> None:
    with serve(data, tmp_path / "log", "--log", "json") as server:
        server.get(f"/snapshot.csv?text={quote('油耗')}")
        server.get("/nobody/knows/this?who=somebody")
        _see_page(server)
        told = server.get("/metrics").decode()
        assert server.stop() == 0
    assert _value(told, "yearbook_edition") == 1
    assert _value(told, "yearbook_facts") > 500
    assert _value(told, "yearbook_last_publish_timestamp_seconds") > 1.6e9
    assert _value(told, 'yearbook_requests_total{method="GET",route="/snapshot.csv",status="200"}') == 1
    assert _value(told, 'yearbook_requests_total{method="GET",route="other",status="200"}') == 1
    assert _value(told, 'yearbook_rerun_seconds_count{page="overview"}') >= 1
    assert _value(told, "yearbook_failures_total") == 0
    assert _value(told, "yearbook_resident_bytes") > 5e7
    events = [(line["event"], line.get("route")) for line in _lines(server)]
    assert events.count(("request", "/snapshot.csv")) == 1
    assert events[0][0] == "started"
    assert events[-1][0] == "stopped"
    everything = server.log.read_text(encoding="utf-8") + told
    assert not re.search(r"油耗|%E6|somebody|knows|127\.0\.0\.1(?!:)", everything)


@POSIX
def test_told_to_stop_it_ends_the_answers_under_way_and_takes_no_more(tmp_path: Path) -> None:
    note = publish_generated(Home(tmp_path / "data"), 15_000)  # more than the system holds between the two
    with serve(tmp_path / "data", tmp_path / "log") as server:
        with socket.create_connection(("127.0.0.1", urlsplit(server.address).port), timeout=PATIENCE) as slow:
            slow.sendall(b"GET /snapshot.json HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            answer = slow.recv(100)
            server.process.terminate()
            time.sleep(1)
            with pytest.raises(OSError, match="refused"):
                server.get("/healthz")
            assert server.process.poll() is None
            pieces = [answer]
            while piece := slow.recv(1 << 20):
                pieces.append(piece)
        assert server.process.wait(PATIENCE) == 0
    head, _, body = b"".join(pieces).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert len(json.loads(body)["data"]) == note.facts


@POSIX
def test_two_workers_serve_pages_through_one_port_and_count_together(data: Path, tmp_path: Path) -> None:
    with serve(data, tmp_path / "log", "--workers", "2", "--log", "json") as server:
        for _ in range(12):
            assert server.get("/healthz")
        _see_page(server)
        _see_page(server)
        health = 'yearbook_requests_total{method="GET",route="/healthz",status="200"}'
        assert _value(server.get("/metrics").decode(), health) >= 12
        assert len({_value(server.get("/metrics").decode(), health) for _ in range(6)}) == 1
        assert server.stop() == 0
    started = {line["process"] for line in _lines(server) if line["event"] == "started"}
    assert len(started) == 2
    assert {line["process"] for line in _lines(server) if line["event"] == "stopped"} == started


@POSIX
def test_a_replica_serves_pages_and_files_from_a_folder_it_may_not_write(data: Path, tmp_path: Path) -> None:
    replica = tmp_path / "replica"
    shutil.copytree(data, replica)
    before = _state(replica)
    for path in [replica, *replica.rglob("*")]:
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        with serve(replica, tmp_path / "log") as server:
            for path in ("/healthz", "/snapshot.csv", "/snapshot.zip", "/metrics.json", "/metrics", "/api"):
                assert server.get(path)
            _see_page(server)
            assert _value(server.get("/metrics").decode(), "yearbook_failures_total") == 0
        assert _state(replica) == before
    finally:
        for path in [replica, *replica.rglob("*")]:
            path.chmod(path.stat().st_mode | 0o200)


@POSIX
def test_a_build_that_is_told_to_stop_leaves_the_edition_before(data: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    shutil.copytree(data, home.root)
    command = [sys.executable, "-m", "yearbook", "build"]
    for seconds in (1.5, 3):
        with subprocess.Popen(command, cwd=PROJECT, env={**os.environ, "YEARBOOK_DATA": str(home.root)}) as writer:
            time.sleep(seconds)
            writer.send_signal(signal.SIGTERM)
            ended = writer.wait(PATIENCE)
        assert ended in (0, 1, -signal.SIGTERM)  # done, stopped in words, or stopped before it had begun
        assert not list(home.editions.glob("*.partial*"))
        with open_warehouse(home) as warehouse:
            assert warehouse.faults() == []


@POSIX
def test_a_stop_while_text_is_executed_ends_with_the_status_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "stopped.py").write_text(
        "import os, signal, sys\n"
        "import yearbook.__main__ as command\n"
        "def stop(_): exec('os.kill(os.getpid(), signal.SIGTERM)\\nfor _ in range(10**7): pass')\n"
        "command._make_parser = stop\n"
        "command.run_command_line()\n",
        encoding="utf-8",
    )
    path = os.pathsep.join((str(tmp_path), str(PROJECT)))
    ended = subprocess.run(
        [sys.executable, "-m", "stopped"], env={**os.environ, "PYTHONPATH": path}, capture_output=True, timeout=PATIENCE
    )
    assert ended.returncode == 1


def test_paths_are_counted_under_few_names() -> None:
    named = {path: route_label(path) for path in ("/", "/overview", "/snapshot.csv", "/media/ab12.png", "/_stcore/health")}
    assert named == {
        "/": "/",
        "/overview": "/overview",
        "/snapshot.csv": "/snapshot.csv",
        "/media/ab12.png": "/media",
        "/_stcore/health": "/_stcore",
    }
    assert {route_label(f"/{anything}") for anything in ("x", "../etc/passwd", "overview/x", "snapshot.exe", "张三")} == {"other"}


def _value(told: str, name: str) -> float:
    found = re.findall(rf"^{re.escape(name)} (\S+)$", told, re.MULTILINE)
    return float(found[0]) if found else float("nan")


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }
