"""Temporary folders: removed at the end, and those of killed processes by the next that makes one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from yearbook.catalogue.files import temporary_folder


def test_the_temporary_folder_of_a_killed_process_is_removed_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    died = subprocess.Popen([sys.executable, "-c", ""])
    died.wait()
    names = [f"yearbook-workbook-{died.pid}-a", f"yearbook-workbook-{died.pid}-fresh", f"yearbook-workbook-{os.getpid()}-b"]
    for name in (*names, f"yearbook-backup-{died.pid}-a"):
        (tmp_path / name / "within").mkdir(parents=True)
        if not name.endswith("fresh"):
            os.utime(tmp_path / name, (0, 0))
    with temporary_folder("workbook") as folder:
        assert folder.parent == tmp_path
        (folder / "sheet").write_bytes(b"1")
    left = {name.name for name in tmp_path.iterdir()}
    assert left == {*names[1:], f"yearbook-backup-{died.pid}-a"}
