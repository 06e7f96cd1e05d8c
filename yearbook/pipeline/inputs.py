"""Input files of an ingest: those named, those below named folders, and the members of ZIP archives and mails, one by one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yearbook.catalogue.messages import Message
from yearbook.documents.archive import decode_name, is_system_file, make_safe, strip_invisible
from yearbook.documents.containers import is_container, open_container
from yearbook.documents.document import LIMITS, MB, Limits, Refusal

NO_REPORTS = frozenset({"README.md", "agencies.csv", "regions.csv", "expected.jsonl"})  # of a folder of samples


@dataclass(frozen=True, slots=True)
class Input:
    """One file to be read, or why it cannot be: `content` or `refusal` is there, or `known`: the report that it is still."""

    path: str  # as shown to people: "inbox/a.zip/folder/b.pdf"
    name: str  # without folders, safe to show and to note
    content: bytes | None
    refusal: Refusal | None = None
    source_url: str | None = None
    known: str | None = None

    def read(self) -> bytes:
        """The bytes. Raises the Refusal where there are none."""
        if self.content is None:
            raise self.refusal or Refusal(self.name, Message("documents.missing"))
        return self.content


def find_inputs(paths: Sequence[Path], limits: Limits = LIMITS) -> Iterator[Input]:
    """Each file below the paths, in order, those in ZIP files and mails one by one; the bytes of only one are held at once."""
    for file in find_files(paths):
        shown = show_path(file)
        try:
            content = read_file(file, limits)
        except Refusal as refusal:
            yield Input(shown, refusal.name, None, refusal)
            continue
        yield from open_input(shown, content, limits)


def open_input(path: str, content: bytes, limits: Limits = LIMITS) -> Iterator[Input]:
    """What is in the bytes of a file, as someone uploads it: the file itself, or the files of a ZIP or a mail."""
    if not is_container(content):
        yield Input(path, _name_of(path), content)
        return
    for shown, member in open_container(path, content, limits):
        if isinstance(member, Refusal):
            yield Input(shown, _name_of(shown), None, member)
        else:
            yield Input(shown, _name_of(shown), member)


def find_files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named and those below the folders named, in order. A missing path is yielded too, to be refused by name."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        below = sorted(file for file in path.rglob("*") if not file.is_dir() and not is_system_file(file.relative_to(path).parts))
        aside = NO_REPORTS if {file.name for file in below} >= NO_REPORTS else frozenset()
        yield from [file for file in below if file.name not in aside] or [path]


def read_file(file: Path, limits: Limits = LIMITS) -> bytes:
    """The bytes of a file. Raises Refusal in words where it is missing, no file, unreadable, or too big."""
    name = _name_of(show_path(file))
    if not file.exists():
        raise Refusal(name, Message("warehouse.file_missing"))
    if file.is_dir():
        raise Refusal(name, Message("warehouse.folder_empty"))
    if not file.is_file():  # a pipe or a device, on which reading would not end
        raise Refusal(name, Message("warehouse.file_special"))
    try:
        if file.stat().st_size > limits.max_bytes:
            raise Refusal(name, Message("documents.too_big", limit=limits.max_bytes // MB))
        return file.read_bytes()
    except OSError as error:
        raise Refusal(name, Message("warehouse.file_unreadable", reason=error.strerror or str(error))) from error


def show_path(path: Path) -> str:
    """A path as it is printed: names of any encoding in characters, and nothing that would command a terminal."""
    return strip_invisible(decode_name(os.fsencode(path)))


def _name_of(path: str) -> str:
    return make_safe(path).rpartition("/")[2]
