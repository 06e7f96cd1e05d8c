"""The two READMEs, the Makefile and the command line tell the same story."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from yearbook.__main__ import COMMANDS
from yearbook.catalogue.files import PROJECT

READMES = ["README.md", "README.zh-CN.md"]


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = (_commands(_text(name)) for name in READMES)
    assert english == chinese


@pytest.mark.parametrize("name", READMES)
def test_make_knows_every_target_that_a_readme_names(name: str) -> None:
    named = set(re.findall(r"\bmake ([a-z]+)\b(?=[^\n]*\n)", _code(_text(name))))
    assert named
    assert named <= _targets()


@pytest.mark.parametrize("name", READMES)
def test_the_command_line_knows_every_command_that_a_readme_names(name: str) -> None:
    named = set(re.findall(r"-m yearbook ([a-z]+)", _text(name)))
    assert named <= set(COMMANDS)


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_every_command(name: str) -> None:
    named = set(re.findall(r"-m yearbook ([a-z]+)", _text(name)))
    assert set(COMMANDS) <= named


@pytest.mark.parametrize("name", READMES)
def test_every_file_that_a_readme_links_to_is_there(name: str) -> None:
    linked = [link for link in re.findall(r"\]\(([^)#\s]+)\)", _text(name)) if "://" not in link]
    assert linked
    assert [link for link in linked if not (PROJECT / link).exists()] == []


def test_bare_make_lists_every_target() -> None:
    if not shutil.which("make"):
        pytest.skip("make is not installed")
    listed = subprocess.run(["make", "--no-print-directory"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^ +make ([a-z]+) +\S", listed, re.MULTILINE)) == _targets()


def _text(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def _code(text: str) -> str:
    """What stands in code blocks, line by line."""
    return "\n".join(re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)) + "\n"


def _commands(text: str) -> list[str]:
    lines = (line.split("#")[0].strip() for line in _code(text).splitlines())
    return [re.sub(r"\s+", " ", line) for line in lines if re.match(r"(make|python|py|\.venv|git|\.ci)\b", line)]


def _targets() -> set[str]:
    return set(re.findall(r"^\.PHONY: (.*)$", _text("Makefile"), re.MULTILINE)[0].split())
