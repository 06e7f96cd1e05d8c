"""The CI workflow, the hooks and the Makefile name the same tools, targets and versions of Python."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import yaml

from yearbook.catalogue.files import PROJECT

WORKFLOW: dict[str, Any] = yaml.safe_load((PROJECT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
HOOKS: dict[str, Any] = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
COMMANDS = [step["run"] for job in WORKFLOW["jobs"].values() for step in job["steps"] if "run" in step]


def test_every_target_that_ci_makes_is_there() -> None:
    made = {target for command in COMMANDS for target in re.findall(r"\bmake ([a-z-]+)", command)}
    assert {"check", "test-fast"} <= made
    assert made <= set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def test_ci_runs_on_every_python_from_the_first_that_is_supported() -> None:
    required = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    pythons = WORKFLOW["jobs"]["fast"]["strategy"]["matrix"]["python"]
    assert required == f">={pythons[0]}"
    assert [int(python.partition(".")[2]) for python in pythons] == list(range(11, 11 + len(pythons)))


def test_the_nightly_run_is_the_one_of_the_project() -> None:
    assert ".ci/run" in COMMANDS
    run = (PROJECT / ".ci" / "run").read_text(encoding="utf-8")
    assert run.index("make check") < run.index("make test")


def test_hooks_run_what_make_check_runs() -> None:
    entries = [hook["entry"] for repository in HOOKS["repos"] for hook in repository["hooks"]]
    tools = {entry.split()[0].removeprefix(".venv/bin/") for entry in entries}
    assert tools
    assert all(f"$(VENV)/bin/{tool} " in MAKEFILE for tool in tools)
