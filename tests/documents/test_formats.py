"""A format is a row of FORMATS; everything that lists formats follows it."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import takewhile

import pytest

from tests.documents.made_files import MADE
from tests.fuzz.targets import TARGETS
from yearbook.catalogue.files import PROJECT
from yearbook.documents.formats import FORMATS, Format, list_formats

ROWS = pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.kind)


def test_no_two_formats_share_a_name_and_only_the_last_is_plain_text() -> None:
    assert len({format_.kind for format_ in FORMATS}) == len(FORMATS)
    assert [format_.kind for format_ in FORMATS if format_.plain] == [FORMATS[-1].kind]


@ROWS
def test_a_report_in_it_is_made_for_tests_and_recognised(format_: Format) -> None:
    assert format_.kind in MADE, "add one to tests/documents/made_files.py"
    assert next(one for one in FORMATS if one.is_format(MADE[format_.kind])) is format_


@ROWS
def test_its_reader_exists(format_: Format) -> None:
    module, _, function = format_.reader.partition(":")
    assert callable(getattr(import_module(module), function))


@ROWS
def test_it_is_fuzzed(format_: Format) -> None:
    assert format_.plain or format_.kind in TARGETS


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_table_of_the_readmes_has_it(readme: str) -> None:
    lines = (PROJECT / readme).read_text(encoding="utf-8").splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith(("| format |", "| 格式 |")))
    rows = takewhile(lambda line: line.startswith("|"), lines[begin:])
    named = {label for row in rows for label in re.split(", |、", row.split("|")[1].strip())}
    assert set(list_formats().split(", ")) <= named
