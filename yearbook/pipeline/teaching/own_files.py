"""The files of the own catalogue: a catalogue edit appended as an entry, and an entry taken out again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

from yearbook.catalogue.catalogue import forget_catalogue, read_catalogue, read_own_files
from yearbook.catalogue.files import DataError, Home, parse_yaml
from yearbook.pipeline.teaching.catalogue_edit import CatalogueEdit, EditRefused
from yearbook.store.audit import audited
from yearbook.store.files import write_atomic
from yearbook.store.lock import writer_lock

PATIENCE = 10.0  # seconds; a person waits
HEADING = "# Metrics and words of this installation; data/catalogue/README.md describes them.\n"
_BLOCKS = ("definition", "wordings")  # each on lines of its own
_LAST = ("wordings", "context", "exclusions", "zeros", "usual_scope")  # keys at the end of an entry, in this order


def own_file(home: Home, edit: CatalogueEdit) -> Path:
    """The file of the own catalogue to which an edit is written."""
    return home.own_catalogue / "metrics" / f"{edit.metric.topic}.yaml"


def write_edit(home: Home, edit: CatalogueEdit) -> Path:
    """Append an edit to its topic's file of the own catalogue; returns the file.

    Raises EditRefused or DataError, with a hint, where the catalogue would not be sound with it, OSError where the file
    cannot be written, and WriterBusy; nothing has changed then.
    """
    file = own_file(home, edit)
    with writer_lock(home, PATIENCE):
        texts = read_own_files(home)
        before = file.read_bytes().decode("utf-8") if file in texts else HEADING
        texts[file] = append_entry(before, edit, file)
        read_catalogue(home.catalogue, dict(sorted(texts.items())))  # raises DataError
        with audited(home, "teach", metric=edit.metric.id, new=edit.is_new, wordings=len(edit.wordings)):
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(file, texts[file].encode("utf-8"))
    forget_catalogue()
    return file


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An entry of an own file: the whole of a metric, or wordings and the like that are added to one."""

    file: Path
    number: int  # of the entries in its file, from 0
    entry: Mapping[str, Any]


def list_own_entries(home: Home) -> list[OwnEntry]:
    """What was taught or written by hand, in the order of the files. Raises DataError where one is no YAML."""
    found = []
    for file, text in read_own_files(home).items():
        found += [OwnEntry(file, number, entry) for number, entry in enumerate(parse_yaml(text, file) or [])]
    return found


def remove_own_entry(home: Home, own: OwnEntry) -> None:
    """Take an entry out of its file, the rest of which stays byte for byte.

    Raises EditRefused where the file is another by now or is not laid out as a list of entries, and what write_edit raises:
    a metric cannot go while other entries add to it. Nothing has changed then.
    """
    with writer_lock(home, PATIENCE):
        texts = read_own_files(home)
        text = own.file.read_bytes().decode("utf-8") if own.file in texts else ""
        entries = parse_yaml(text, own.file) or []
        if own.number >= len(entries) or entries[own.number] != own.entry:
            raise EditRefused("removal")
        texts[own.file] = cut_entry(text, own)
        read_catalogue(home.catalogue, texts)  # raises DataError
        with audited(home, "teach", metric=str(own.entry.get("id")), removed=True):
            write_atomic(own.file, texts[own.file].encode("utf-8"))
    forget_catalogue()


def cut_entry(text: str, own: OwnEntry) -> str:
    """The text of an own file without an entry. Raises EditRefused where entries do not begin at a dash of their own."""
    entries = parse_yaml(text, own.file) or []
    indented = re.search(r"^( *)-", text, re.MULTILINE)
    starts = [found.start() for found in re.finditer(rf"^{indented[1]}-", text, re.MULTILINE)] if indented else []
    if len(starts) == len(entries):
        start, end = starts[own.number], [*starts, len(text)][own.number + 1]
        behind = re.search(
            r"(?:^ *(?:#.*)?(?:\r?\n|\Z))*\Z", text[start:end], re.MULTILINE
        )  # remarks: of what follows, or the file
        after = text[:start] + (behind[0] if behind else "") + text[end:]
        with suppress(DataError):
            if (parse_yaml(after, own.file) or []) == entries[: own.number] + entries[own.number + 1 :]:
                return after
    raise EditRefused("removal")


def append_entry(text: str, edit: CatalogueEdit, file: Path) -> str:
    """The text of an own file with an edit as its last entry, indented and with line ends as the others have them.

    Raises EditRefused where the file is not laid out as a list of entries, DataError where it is no YAML.
    """
    entries = parse_yaml(text, file) or []
    end = "\r\n" if "\r\n" in text else "\n"
    indented = re.search(r"^( *)-", text, re.MULTILINE)
    entry = indent(format_entry(edit), indented[1] if indented else "").replace("\n", end)
    after = text + (end if text and not text.endswith("\n") else "") + entry
    try:
        if parse_yaml(after, file) == [*entries, _entry_of(edit)]:
            return after
    except DataError:
        pass
    raise EditRefused("layout", metric=edit.metric.id)


def format_entry(edit: CatalogueEdit) -> str:
    """The YAML of an edit, laid out as what ships: a whole metric, or the id of one with the wordings that are added."""
    lines = ""
    for name, value in _entry_of(edit).items():
        flow = None if name not in _BLOCKS and isinstance(value, list | dict) else False  # None: brackets for what is innermost
        lines += yaml.safe_dump({name: value}, default_flow_style=flow, allow_unicode=True, width=float("inf"), sort_keys=False)
    return f"- {indent(lines, '  ').lstrip()}"


def _entry_of(edit: CatalogueEdit) -> dict[str, Any]:
    """An edit as its file holds it; what is as it would be anyway is left out."""
    if not edit.is_new:
        return {"id": edit.metric.id, "wordings": list(edit.wordings)}
    entry = edit.metric.model_dump(mode="json", exclude_defaults=True)
    return {name: entry[name] for name in (*(name for name in entry if name not in _LAST), *_LAST) if name in entry}
