"""Every promise of docs/promises.md names tests that are there."""

from __future__ import annotations

import re

from yearbook.catalogue.files import PROJECT

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (PROJECT / "docs" / "promises.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ")
][1:]
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def test_every_promise_names_a_test() -> None:
    assert len(ROWS) > 30
    assert [promise for promise, tests in ROWS if not NAMED.search(tests)] == []


def test_every_test_that_is_named_is_there() -> None:
    missing = [
        f"{promise}: {file}::{test}"
        for promise, tests in ROWS
        for file, test in NAMED.findall(tests)
        if not (path := PROJECT / "tests" / file).is_file() or f"def {test}(" not in path.read_text(encoding="utf-8")
    ]
    assert missing == [], "name the test that holds the promise now, or give it one"
