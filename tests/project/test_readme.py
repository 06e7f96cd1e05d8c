"""The two READMEs agree with each other, with the Makefile, the command line, the data and what is measured."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tests.gold.scores import read_scores
from yearbook.__main__ import COMMANDS
from yearbook.catalogue.files import PROJECT, read_csv

MEASURES = ("recall", "precision", "value", "unit", "metric_found", "claims", "claims_90", "period_end", "scope", "unset")
SHOWN = ["real_open.jsonl (left out)", "tables_open.jsonl (left out)", "clauses_4.jsonl", "clauses_3.jsonl"]
READMES = ["README.md", "README.zh-CN.md"]
NAMED_FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|sql|md|yaml|yml|csv|jsonl|toml))`")


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = (_commands(_text(name)) for name in READMES)
    assert english == chinese


@pytest.mark.parametrize("name", READMES)
def test_make_knows_every_target_that_a_readme_names(name: str) -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)\b(?=[^\n]*\n)", _code(_text(name))))
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


def test_every_file_that_a_document_names_is_there() -> None:
    """Files as they are written in documents: `tests/web/test_guard.py`. Those of a walkthrough are yet to be made."""
    documents = [*(PROJECT / "docs").rglob("*.md"), *map(PROJECT.joinpath, READMES), PROJECT / "CONTRIBUTING.md"]
    missing = {
        f"{document.relative_to(PROJECT)}: {named}"
        for document in documents
        for named in NAMED_FILE.findall(document.read_text(encoding="utf-8"))
        if not named.endswith(("secrets.toml", "busiest.py", "busiest_agencies.sql"))
        and not (PROJECT / named).exists()
        and not (PROJECT / "yearbook" / named).exists()
    }
    assert missing == set()


def test_bare_make_lists_every_target() -> None:
    if not shutil.which("make"):
        pytest.skip("make is not installed")
    listed = subprocess.run(["make", "--no-print-directory"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^ +make ([a-z-]+) +\S", listed, re.MULTILINE)) == _targets()


@pytest.mark.parametrize("name", READMES)
def test_the_windows_lines_take_any_python_and_open_the_stewards_pages(name: str) -> None:
    [block] = re.findall(r"```bat\n(.*?)```", _text(name), re.DOTALL)
    first, *_, last = block.strip().splitlines()
    assert first == "py -3 -m venv .venv"
    assert last.endswith("yearbook serve --steward")
    assert all("/" not in line for line in block.splitlines())


@pytest.mark.parametrize("name", READMES)
def test_the_record_holds_what_a_readme_says(name: str) -> None:
    rows = read_csv(PROJECT / "data" / "record" / "figures.csv", ("agency_id", "status", "period_end"))
    verified = sum(row["status"] == "verified" for row in rows)
    years = [row["period_end"][:4] for row in rows]
    said = _text(name)
    for number in (len(rows), len({row["agency_id"] for row in rows}), verified, len(rows) - verified, min(years), max(years)):
        assert re.search(rf"(?<!\d){number}(?!\d)", said), number


@pytest.mark.parametrize("name", READMES)
@pytest.mark.parametrize("texts", SHOWN)
def test_how_well_it_reads_is_what_was_measured(name: str, texts: str) -> None:
    rates = read_scores()[texts]
    assert f" | {' | '.join(f'{rates[measure]:.2f}' if measure in rates else '–' for measure in MEASURES)} |" in _text(name)


def _text(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def _code(text: str) -> str:
    """What stands in code blocks, line by line."""
    return "\n".join(re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)) + "\n"


def _commands(text: str) -> list[str]:
    lines = (line.split("#")[0].strip() for line in _code(text).splitlines())
    return [re.sub(r"\s+", " ", line) for line in lines if re.match(r"(make|python|py|yearbook|\.venv|git|\.ci)\b", line)]


def _targets() -> set[str]:
    return set(re.findall(r"^\.PHONY: (.*)$", _text("Makefile"), re.MULTILINE)[0].split())
