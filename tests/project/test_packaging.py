"""The wheel carries the program with its data; pyproject.toml and the requirements files name the same packages."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.project.tracked import tracked_files
from yearbook import __version__
from yearbook.catalogue import files
from yearbook.catalogue.files import PROJECT, home

BUNDLED = "yearbook/_bundled/"
CARRIED = (
    "app.py",
    "pages/",
    "queries/",
    "static/",
    "data/catalogue/",
    "data/record/",
    "data/samples/",
    ".streamlit/config.toml",
)
PACKAGING = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _requirements(name: str) -> list[str]:
    lines = (PROJECT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def test_pyproject_requires_what_requirements_txt_requires() -> None:
    assert PACKAGING["dependencies"] == _requirements("requirements.txt")


@pytest.mark.parametrize("extra", ["login", "ocr", "cluster", "dev", "bench", "engines"])
def test_an_extra_is_its_requirements_file(extra: str) -> None:
    named = [line for line in PACKAGING["optional-dependencies"][extra] if not line.startswith("yearbook[")]
    assert named == _requirements(f"requirements-{extra}.txt")


def test_the_version_stands_once_in_the_package_and_once_in_its_metadata() -> None:
    assert PACKAGING["version"] == __version__


@pytest.mark.slow
def test_a_wheel_carries_every_file_that_running_needs(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", str(PROJECT), "--no-deps", "--no-build-isolation", "-q", "-w", str(tmp_path)]
    subprocess.run(command, check=True, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        entry_points = next(archive.read(name).decode() for name in names if name.endswith("entry_points.txt"))
    tracked = [file.relative_to(PROJECT).as_posix() for file in tracked_files()]
    wanted = {f"{BUNDLED}{name}" for name in tracked if name.startswith(CARRIED)}
    wanted |= {name for name in tracked if name.startswith("yearbook/")}
    assert wanted - names == set()
    assert "yearbook = yearbook.__main__:run_command_line" in entry_points
    assert [name for name in names if "secrets.toml" in name or "__pycache__" in name or name.startswith("tests/")] == []


def test_the_data_folder_is_the_one_named_else_the_checkouts_else_the_platforms(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("YEARBOOK_DATA", str(tmp_path))
    assert home().root == tmp_path
    monkeypatch.delenv("YEARBOOK_DATA")
    assert home().root == PROJECT / "data"
    monkeypatch.setattr(files, "INSTALLED", True)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert home().root == tmp_path / "share" / "yearbook"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    assert home().root == tmp_path / "Local" / "yearbook"
