"""What the code imports is what requirements.txt installs."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from yearbook.catalogue.files import PROJECT

OWN = {"yearbook", "benchmarks", "tests", "pages", "app"}
CODE = [
    PROJECT / "app.py",
    *(file for folder in ("yearbook", "pages") for file in sorted((PROJECT / folder).rglob("*.py"))),
]


def test_every_import_is_required() -> None:
    required = _required("requirements.txt")
    missing = {
        f"{file.relative_to(PROJECT)}: {module}"
        for file in CODE
        if file.is_file()
        for module in _imported(file)
        if module not in OWN and module not in sys.stdlib_module_names and not _distributions(module) & required
    }
    # a cluster's scheduler is named by whoever has one, and scans are read where the extra is; the product runs without
    extras = (": dask", ": distributed", ": cv2", ": rapidocr", ": PIL", ": onnxruntime")
    assert {entry for entry in missing if not entry.endswith(extras)} == set()


def test_nothing_is_required_in_vain() -> None:
    used = {name for file in CODE if file.is_file() for module in _imported(file) for name in _distributions(module)}
    engines = {"xlsxwriter", "pyarrow", "uvloop"}  # pandas, DuckDB and uvicorn load these themselves
    assert _required("requirements.txt") - used - engines == set()


def test_every_test_import_is_required() -> None:
    required = set().union(*map(_required, ("requirements.txt", "requirements-dev.txt", "requirements-ocr.txt")))
    missing = {
        f"{file.relative_to(PROJECT)}: {module}"
        for file in sorted([*(PROJECT / "tests").rglob("*.py"), *(PROJECT / "benchmarks").glob("*.py")])
        for module in _imported(file)
        if module not in OWN and module not in sys.stdlib_module_names and not _distributions(module) & required
    }
    assert missing == set()


def _required(name: str) -> set[str]:
    return {
        _plain(found) for found in re.findall(r"^([A-Za-z0-9._-]+)==", (PROJECT / name).read_text(encoding="utf-8"), re.MULTILINE)
    }


def _distributions(module: str) -> set[str]:
    return {_plain(name) for name in _packages().get(module, [])}


@cache
def _packages() -> Mapping[str, list[str]]:
    """Module → packages that bring it. Asking takes seconds."""
    return packages_distributions()


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("floor", ["documents", "extraction", "warehouse", "pipeline", "analysis"])
def test_the_pipeline_runs_without_streamlit(floor: str) -> None:
    modules = {module for file in (PROJECT / "yearbook" / floor).rglob("*.py") for module in _imported(file)}
    assert "streamlit" not in modules
    assert "plotly" not in modules
