"""A disk that is full or may not be written: one line in words, the edition before stays, and the next try succeeds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.build import build_edition
from yearbook.records.state import Decision
from yearbook.store.decisions import decide, list_decisions
from yearbook.store.reports import list_reports
from yearbook.warehouse.registry import check_edition, current_number
from yearbook.warehouse.warehouse import open_warehouse

SAMPLE = PROJECT / "data" / "samples" / "canglan-2021.txt"
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from yearbook.__main__ import main
sys.exit(main(sys.argv[2:]))
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and mounts are Linux's")


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("disk") / "data")
    build_edition(home)
    decide(home, Decision("王审核", "reject", "a" * 64, 3, 5))
    return home


@pytest.fixture
def home(pattern: Home, tmp_path: Path) -> Home:
    shutil.copytree(pattern.root, tmp_path / "data")
    return Home(tmp_path / "data")


def run(home: Home, *command: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"YEARBOOK_DATA": str(home.root), "PYTHONPATH": str(PROJECT)}
    return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, encoding="utf-8", timeout=300)


def in_own_mounts(home: Home, mount: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the program after `mount`, which nobody else sees. Skips where this machine does not let us."""
    if (
        not shutil.which("unshare")
        or run(home, "unshare", "-m", "sh", "-c", f"mount -t tmpfs none {home.root.parent}").returncode
    ):
        pytest.skip("nothing may be mounted here: neither a small disk nor a read-only one can be had")
    yearbook = f"{sys.executable} -m yearbook {' '.join(arguments)}"
    return run(home, "unshare", "-m", "sh", "-c", f"set -e; {mount}; {yearbook}")


def require_one_line(result: subprocess.CompletedProcess[str], home: Home) -> None:
    """The command ended with words, not with a traceback, and everything is as it was."""
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert current_number(home) == 1
    assert check_edition(home, 1)
    assert len(list_decisions(home)) == 1
    assert not list(home.editions.glob("*.partial*"))


def test_a_write_that_fails_leaves_the_edition_before(home: Home) -> None:
    """The write layer refuses what goes beyond a size, which the edition's own file does."""
    result = run(home, sys.executable, "-c", LIMITED, "2000000", "build")
    require_one_line(result, home)
    assert build_edition(home).note.number == 2


def test_a_report_that_finds_no_room_is_not_kept_in_part(home: Home) -> None:
    result = run(home, sys.executable, "-c", LIMITED, "4000", "ingest", str(SAMPLE))
    require_one_line(result, home)
    assert list_reports(home) == []
    assert [path.name for path in home.reports.glob("*")] == []


@pytest.mark.parametrize(
    ("most", "arguments", "named"),
    [
        (2000, f"ingest {SAMPLE}", "reports"),
        (20_000, "export --format csv -o OUT/x.csv", "x.csv"),
        (20_000, "export --format parquet -o OUT/x.parquet", "TMP"),
        (20_000, "export --format xlsx -o OUT/x.xlsx", "TMP"),
        (200_000, "backup --editions OUT/x.zip", "x.zip"),
        (20_000, "editions parquet -o OUT/x.tree", "x.tree"),
        (1_000, f"review {SAMPLE} --docx OUT/x.docx", "x.docx"),
    ],
)
def test_what_finds_no_room_is_named(home: Home, most: int, arguments: str, named: str) -> None:
    """The system's error of a write to an open file names nothing."""
    folder = tempfile.gettempdir() if named == "TMP" else named
    given = [word.replace("OUT", str(home.root.parent)) for word in arguments.split()]
    result = run(home, sys.executable, "-c", LIMITED, str(most), *given)
    assert "Traceback" not in result.stderr
    assert folder in result.stderr
    assert "File too large" in result.stderr
    assert not list(home.root.parent.glob("*x.*"))


@pytest.mark.parametrize(
    ("command", "room"),
    [("export --format csv -o", "size=100k"), ("editions parquet -o", "size=100k"), ("editions parquet -o", "nr_inodes=1")],
)
def test_a_full_disk_is_named_with_what_to_do(home: Home, command: str, room: str) -> None:
    small = home.root.parent / "small"
    result = in_own_mounts(home, f"mkdir {small}; mount -t tmpfs -o {room} none {small}", command, str(small / "out"))
    require_one_line(result, home)
    assert result.stderr.startswith(f"{small / 'out'}: 磁盘空间不足，请腾出空间")


LITTLE = 400  # kB


def test_a_full_disk_is_one_line_and_loses_nothing(home: Home) -> None:
    """A disk with room for what is there, and for little more; what is left on it is copied back and looked at."""
    keep, left = home.root.parent / "keep", home.root.parent / "left"
    shutil.copytree(home.root, keep)
    blocks = sum(-(-path.stat().st_size // 4096) + 1 for path in keep.rglob("*"))
    room = f"mount -t tmpfs -o size={blocks * 4 + LITTLE}k none {home.root}"
    mount = f"{room}; cp -a {keep}/. {home.root}; trap 'cp -a {home.root} {left}' EXIT"
    result = in_own_mounts(home, mount, "ingest", str(SAMPLE))
    require_one_line(result, Home(left))
    assert build_edition(Home(left)).note.number == 2


@pytest.mark.parametrize("arguments", [("build",), ("editions", "prune", "--keep", "1")])
def test_a_folder_that_may_not_be_written_is_named(home: Home, arguments: tuple[str, ...]) -> None:
    mount = f"mount --bind {home.root} {home.root}; mount -o remount,ro,bind {home.root}"
    result = in_own_mounts(home, mount, *arguments)
    require_one_line(result, home)
    assert str(home.root) in result.stderr
    assert "没有读写权限" in result.stderr
    assert open_warehouse(home).number == 1


def test_what_may_only_be_read_can_be_read(home: Home) -> None:
    """A replica of the pages reads editions from a folder that it may not write to."""
    mount = f"mount --bind {home.root} {home.root}; mount -o remount,ro,bind {home.root}"
    result = in_own_mounts(home, mount, "export", "--format", "csv", "-o", "-")
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("\n") > 500
