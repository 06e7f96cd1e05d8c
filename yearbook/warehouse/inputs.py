"""The files that a person names: those given, and those below the folders given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from yearbook.documents.document import Refusal
from yearbook.words import say

SAMPLES_BESIDES = frozenset({"README.md", "agencies.csv", "regions.csv", "expected.jsonl"})  # no reports, in a folder of samples


def find_files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named and those below the folders named, in order. What is not there is passed on, to be refused by name."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        below = sorted(file for file in path.rglob("*") if not file.is_dir() and not _is_hidden(file.relative_to(path)))
        aside = SAMPLES_BESIDES if {file.name for file in below} >= SAMPLES_BESIDES else frozenset()
        yield from [file for file in below if file.name not in aside] or [path]


def read_file(file: Path) -> bytes:
    """The bytes of a file. Raises Refusal in words where it is missing, no file, or unreadable."""
    if not file.exists():
        raise Refusal(file.name, say("warehouse.file_missing"))
    if file.is_dir():
        raise Refusal(file.name, say("warehouse.folder_empty"))
    if not file.is_file():  # a pipe or a device, on which reading would not end
        raise Refusal(file.name, say("warehouse.file_special"))
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refusal(file.name, say("warehouse.file_unreadable", reason=error.strerror or str(error))) from error


def _is_hidden(file: Path) -> bool:
    return any(part.startswith(".") for part in file.parts)
