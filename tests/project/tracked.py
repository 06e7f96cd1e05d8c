"""The files that belong to the project, and what is in them."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from yearbook.catalogue.files import PROJECT

TEXT = {".py", ".yaml", ".yml", ".md", ".txt", ".csv", ".json", ".jsonl", ".html", ".sql", ".toml", ".svg", ".css", ""}


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every tracked file; skips the test where this is no git checkout."""
    if not shutil.which("git") or not (PROJECT / ".git").exists():
        pytest.skip("this is no git checkout, so nothing says which files belong to the project")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    return tuple(path for name in listed.split("\0") if name and (path := PROJECT / name).is_file())


@cache
def tracked_texts() -> dict[str, str]:
    """Name → content of every tracked text file."""
    return {
        path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8", errors="ignore")
        for path in tracked_files()
        if path.suffix in TEXT
    }
