"""What may stand in the project's files, and what may not."""

from __future__ import annotations

import re

import pytest

from tests.project.tracked import tracked_texts
from yearbook.catalogue.files import PROJECT

LEAKS = {
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(work|farm|root|Users|home)/[\w.]"),
    "a package registry": re.compile(r"--(extra-)?index-url|pypi\.org|pythonhosted|registry\.npmjs|npmmirror|tuna\.tsinghua"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
}
GRAM = 36  # characters of a real report, blanks left out, that no file may repeat


@pytest.mark.parametrize("what", LEAKS)
def test_no_file_names(what: str) -> None:
    found = [
        f"{name}: {match.group()}"
        for name, text in tracked_texts().items()
        if name != "tests/project/test_repository.py"
        for match in LEAKS[what].finditer(text)
    ]
    assert not found


def test_no_file_repeats_a_sentence_of_a_real_report() -> None:
    reports = sorted((PROJECT.parent / "shared" / "reports").glob("*.txt"))
    if not reports:
        pytest.skip("the real reports are not beside the project")
    real = {gram for report in reports for gram in _grams("".join(report.read_text(encoding="utf-8").split()), step=1)}
    found = [
        name for name, text in tracked_texts().items() if any(gram in real for gram in _grams("".join(text.split()), step=1))
    ]
    assert not found


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-cluster.txt", "requirements-dev.txt", "constraints.txt"])
def test_every_requirement_is_pinned(name: str) -> None:
    lines = [line.strip() for line in (PROJECT / name).read_text(encoding="utf-8").splitlines()]
    wanted = [line for line in lines if line and not line.startswith(("#", "-r ", "-c "))]
    assert wanted
    assert [line for line in wanted if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][\w.]*(; [^;]+)?", line)] == []


def test_running_needs_nothing_that_only_tests_need() -> None:
    running = _names("requirements.txt")
    assert running.isdisjoint(_names("requirements-dev.txt"))
    assert running.isdisjoint({"pytest", "playwright", "ruff", "mypy", "hypothesis", "sqlfluff", "import-linter"})


def _names(file: str) -> set[str]:
    return set(re.findall(r"^([A-Za-z0-9._-]+)==", (PROJECT / file).read_text(encoding="utf-8"), re.MULTILINE))


def _grams(text: str, step: int) -> list[str]:
    return [text[at : at + GRAM] for at in range(0, len(text) - GRAM + 1, step)]
