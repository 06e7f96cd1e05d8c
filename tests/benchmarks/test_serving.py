"""What benchmarks measure with: bytes are counted as they are sent, and a commit is laid out for a time."""

from __future__ import annotations

import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest

from benchmarks.measure import Measure, Settings, take_pairs
from benchmarks.pages import measure_pages
from benchmarks.serving import checkouts
from benchmarks.serving.checkouts import Checkout, copy_data, open_checkout, run_command
from benchmarks.serving.wire import tap_wire
from yearbook.warehouse.registry import NoEdition

BODY = b"x" * 5000


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_: object) -> None:
        pass


def test_a_wire_counts_what_a_server_answers_headers_included() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        with tap_wire(f"http://127.0.0.1:{server.server_port}") as wire:
            assert urlopen(wire.address, timeout=10).read() == BODY
            once = wire.received
            urlopen(wire.address, timeout=10).read()
            assert len(BODY) < once < len(BODY) + 500
            assert wire.received == 2 * once
    finally:
        server.shutdown()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one commit, which requires what this one does."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "requirements.txt").write_text("anyio\n", encoding="utf-8")
    git = ["git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "First"], ["tag", "first"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    monkeypatch.setattr(checkouts, "PROJECT", folder)
    return folder


def test_a_commit_is_laid_out_for_a_time_and_removed(repository: Path, tmp_path: Path) -> None:
    with open_checkout(["first", str(tmp_path)]) as checkout:
        assert (checkout.folder / "requirements.txt").read_text(encoding="utf-8") == "anyio\n"
        assert (checkout.name, checkout.data, checkout.python) == ("first", tmp_path, Path(sys.executable))
    assert not checkout.folder.exists()
    listed = subprocess.run(["git", "-C", str(repository), "worktree", "list"], capture_output=True, encoding="utf-8", check=True)
    assert len(listed.stdout.splitlines()) == 1


def test_a_folder_is_taken_as_it_is_with_its_own_environment(repository: Path, tmp_path: Path) -> None:
    python = repository / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    with open_checkout([str(repository), str(tmp_path)]) as checkout:
        assert (checkout.folder, checkout.python) == (repository, python)
    assert repository.exists()


@pytest.mark.usefixtures("repository")
def test_a_commit_that_there_is_not_is_named() -> None:
    with pytest.raises(RuntimeError, match="nowhere"), open_checkout(["nowhere"]):
        pass


def make_build(folder: Path, program: str) -> Checkout:
    """A build whose command is a script, with data."""
    (folder / "yearbook").mkdir(parents=True)
    (folder / "yearbook" / "__main__.py").write_text(program, encoding="utf-8")
    for file in ("record/figures.csv", "editions/1.duckdb", "reports/editions.txt"):
        (folder / "data" / file).parent.mkdir(parents=True)
        (folder / "data" / file).write_text("kept", encoding="utf-8")
    return Checkout("older", folder, Path(sys.executable), folder / "data")


def test_a_build_without_data_named_builds_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEARBOOK_DATA", str(tmp_path / "ours"))
    build = make_build(tmp_path / "build", "import os, pathlib; pathlib.Path('built').write_text(os.environ['YEARBOOK_DATA'])")
    python = build.folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    with open_checkout([str(build.folder)]) as checkout:
        assert (build.folder / "built").read_text(encoding="utf-8") == str(checkout.data) == str(build.data)


def test_a_command_of_another_build_runs_by_its_code_over_the_data_that_are_named(tmp_path: Path) -> None:
    program = "import os, pathlib, sys\npathlib.Path(os.environ['YEARBOOK_DATA'], 'ran').write_text(' '.join(sys.argv[1:]))"
    waited, worked = run_command(make_build(tmp_path / "build", program), tmp_path, "ingest", tmp_path / "inbox", "--workers", 2)
    assert (tmp_path / "ran").read_text() == f"ingest {tmp_path / 'inbox'} --workers 2"
    assert waited > 0
    assert 0 < worked < 60


def test_a_command_that_fails_is_named_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"yearbook build.*no room"):
        run_command(make_build(tmp_path / "build", "raise SystemExit('no room')"), tmp_path, "build")


def test_a_build_is_measured_over_a_copy_of_its_data_without_editions(tmp_path: Path) -> None:
    copied = copy_data(make_build(tmp_path / "build", ""), tmp_path / "copy")
    files = sorted(str(file.relative_to(copied)) for file in copied.rglob("*") if file.is_file())
    assert files == ["record/figures.csv", "reports/editions.txt"]


def test_an_older_build_takes_its_turn_and_is_the_third_of_each() -> None:
    order: list[str] = []

    def timer(name: str, seconds: float) -> float:
        order.append(name)
        return seconds

    pairs = take_pairs(lambda: timer("ours", 1), lambda: timer("other", 2), 2, lambda: timer("before", 4))
    assert order == ["ours", "other", "before"] * 3
    measure = Measure("a page", "a peer", "", pairs)
    assert (measure.ratio, measure.than_before) == (0.5, 0.25)
    assert Measure("a page", "a peer", "", ((1.0, 2.0),)).than_before is None


def test_pages_without_an_edition_are_refused_with_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEARBOOK_DATA", str(tmp_path))
    with pytest.raises(NoEdition, match="yearbook build"):
        next(measure_pages(Settings(1, short=True)))
