"""Append a catalogue edit to the installation's own catalogue; shipped files, comments and earlier entries stay as they are."""

from __future__ import annotations

import re
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
    """The YAML of an edit: a whole metric, or the id of one with the wordings that are added."""
    lines = []
    for name, value in _entry_of(edit).items():
        if name == "definition":
            lines += [f"{name}:", *(f"  {language}: {_format_value(text)}" for language, text in value.items())]
        elif name == "wordings":
            lines += [f"{name}:", *(f"- {_format_value(wording)}" for wording in value)]
        else:
            lines.append(f"{name}: {_format_value(value)}")
    return "\n".join(("- " if number == 0 else "  ") + line for number, line in enumerate(lines)) + "\n"


def _entry_of(edit: CatalogueEdit) -> dict[str, Any]:
    """An edit as its file holds it; empty lists are left out."""
    if not edit.is_new:
        return {"id": edit.metric.id, "wordings": list(edit.wordings)}
    entry = edit.metric.model_dump(mode="json")
    ordered = (*(name for name in entry if name not in _LAST), *_LAST)
    return {name: entry[name] for name in ordered if entry[name] not in ([], None)}


def _format_value(value: Any) -> str:
    """A value on one line, quoted where YAML needs it."""
    flow = not isinstance(value, str)
    written: str = yaml.safe_dump(
        value if flow else {"": value}, default_flow_style=flow, allow_unicode=True, width=float("inf"), sort_keys=False
    )
    return written.removesuffix("...\n").strip() if flow else written.partition(": ")[2].strip()
