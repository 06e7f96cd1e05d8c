"""A reworded docstring or comment is no other version of the code; another statement is."""

from __future__ import annotations

import pytest

from yearbook.catalogue.code_version import code_version, describe_code

CODE = b'"""Opening line."""\n\n\ndef double(x):\n    """Docstring."""\n    return 2 * x  # reason\n'


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (b"Opening line.", b"Another line.", True),
        (b"Docstring.", b"A docstring\n\n    of several lines.", True),
        (b"# reason", b"# another reason", True),
        (b"\n\n\n", b"\n\n", True),
        (b"2 * x", b"3 * x", False),
        (b"double", b"twice", False),
    ],
)
def test_only_what_runs_counts(before: bytes, after: bytes, same: bool) -> None:
    assert (describe_code(CODE) == describe_code(CODE.replace(before, after))) is same


def test_parts_of_the_program_have_versions_of_their_own() -> None:
    assert code_version("extraction") == code_version("extraction")
    assert code_version("extraction") != code_version("documents") != code_version("documents", "extraction")
