"""Writing a lesson into the catalogue in use: one entry or one line more, everything else as it stands, byte for byte.

Where it goes is read from the marks of the file itself; what comes out is read again and must be what was there with the lesson
and nothing else, and the whole catalogue must be sound with it, before the file is replaced.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import yaml

from yearbook.catalogue.catalogue import Metric, forget_catalogue, load_catalogue
from yearbook.catalogue.files import DataError, Home
from yearbook.extraction.catalogue_edit import CatalogueEdit, EditRefused
from yearbook.extraction.linking.lexicon import compile_lexicon, load_groups
from yearbook.store.audit import audited
from yearbook.store.files import write_atomic
from yearbook.store.lock import writer_lock

PATIENCE = 10.0  # seconds; a person waits
_PARTS = ("units.yaml", "terms.yaml", "regions.csv", "agencies.csv")  # with metrics/, what the catalogue's soundness hangs on


def write_lesson(home: Home, lesson: CatalogueEdit) -> Path:
    """Put a lesson into its topic's file of the catalogue in use; the file.

    Raises LessonRefused or DataError, with the mend, where the catalogue would not be sound with it, OSError where the file
    cannot be written, and WriterBusy; nothing has changed then.
    """
    with writer_lock(home, PATIENCE):
        file = home.catalogue / "metrics" / f"{lesson.metric.topic}.yaml"
        after = add_lesson(file.read_bytes().decode("utf-8"), lesson)
        _require_sound(home.catalogue, file, after)
        with audited(home, "teach", metric=lesson.metric.id, new=lesson.is_new, wordings=len(lesson.wordings)):
            write_atomic(file, after.encode("utf-8"))
    forget_catalogue()
    return file


def add_lesson(text: str, lesson: CatalogueEdit) -> str:
    """The text of a topic's file with the lesson in it. Raises LessonRefused where the file is not laid out so that it fits."""
    metrics = _value_of(_compose(text), "metrics")
    if lesson.is_new:
        after = _append_metric(text, metrics, lesson.metric)
    else:
        after = text
        for wording in lesson.wordings:
            after = _insert_wording(after, lesson.metric.id, wording)
    if yaml.safe_load(after) != _with_lesson(yaml.safe_load(text), lesson):
        raise EditRefused("layout", metric=lesson.metric.id)
    return after


def write_entry(metric: Metric) -> str:
    """A new metric as it is written in its topic's file."""
    lines = []
    for name, value in _entry_of(metric).items():
        if name == "definition":
            lines += [f"{name}:", *(f"  {language}: {_spell(text)}" for language, text in value.items())]
        elif name == "wordings":
            lines += [f"{name}:", *(f"- {_spell(wording)}" for wording in value)]
        else:
            lines.append(f"{name}: {_spell(value)}")
    return "\n".join(("- " if number == 0 else "  ") + line for number, line in enumerate(lines)) + "\n"


def _entry_of(metric: Metric) -> dict[str, Any]:
    """A metric as its file holds it; lists that are empty are left out."""
    entry = metric.model_dump(mode="json")
    order = [name for name in entry if name not in ("wordings", "context", "exclusions", "zeros", "usual_scope")]
    last = ("wordings", "context", "exclusions", "zeros", "usual_scope")
    return {name: entry[name] for name in (*order, *last) if entry[name] not in ([], None)}


def _append_metric(text: str, metrics: yaml.Node | None, metric: Metric) -> str:
    if not isinstance(metrics, yaml.SequenceNode) or metrics.flow_style or not metrics.value:
        raise EditRefused("layout", metric=metric.id)
    indent = " " * metrics.start_mark.column
    entry = "".join(indent + line for line in write_entry(metric).splitlines(keepends=True))
    return _insert_lines(text, _end_of(text, metrics), "\n" + entry.rstrip("\n"))


def _insert_wording(text: str, metric_id: str, wording: str) -> str:
    metrics = _value_of(_compose(text), "metrics")
    entries = metrics.value if isinstance(metrics, yaml.SequenceNode) else []
    found = [entry for entry in entries if (name := _value_of(entry, "id")) is not None and name.value == metric_id]
    wordings = _value_of(found[0], "wordings") if found else None
    if not isinstance(wordings, yaml.SequenceNode) or not wordings.value:
        raise EditRefused("layout", metric=metric_id)
    if wordings.flow_style:
        end = wordings.value[-1].end_mark.index
        return f"{text[:end]}, {_spell([wording])[1:-1]}{text[end:]}"
    return _insert_lines(text, _end_of(text, wordings), f"{' ' * wordings.start_mark.column}- {_spell(wording)}")


def _insert_lines(text: str, at: int, lines: str) -> str:
    """Text with lines of its own behind the line that ends at `at`, in the file's own way of ending lines."""
    end = "\r\n" if "\r\n" in text else "\n"
    return text[:at] + end + lines.replace("\n", end) + text[at:]


def _end_of(text: str, node: yaml.Node) -> int:
    """Where the line ends on which the last word of a node stands; a comment behind it stays with it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    last = len(text[: node.end_mark.index].rstrip())
    ends = [place for place in (text.find("\r\n", last), text.find("\n", last)) if place >= 0]
    return min(ends, default=len(text))


def _compose(text: str) -> yaml.Node | None:
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _value_of(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _spell(value: Any) -> str:
    """A value on one line, quoted where YAML needs it."""
    flow = not isinstance(value, str)
    held = value if flow else {"": value}
    written: str = yaml.safe_dump(held, default_flow_style=flow, allow_unicode=True, width=float("inf"), sort_keys=False)
    return written.removesuffix("...\n").strip() if flow else written.partition(": ")[2].strip()


def _with_lesson(content: Any, lesson: CatalogueEdit) -> Any:
    """What the file must hold afterwards."""
    entries = content["metrics"]
    if lesson.is_new:
        return {**content, "metrics": [*entries, _entry_of(lesson.metric)]}
    taught = [
        {**entry, "wordings": [*entry["wordings"], *lesson.wordings]} if entry["id"] == lesson.metric.id else entry
        for entry in entries
    ]
    return {**content, "metrics": taught}


def _require_sound(catalogue: Path, file: Path, content: str) -> None:
    """Load the catalogue as it would be, from a copy. Raises DataError that names the real file."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(catalogue / "metrics", copy / "metrics")
        for name in _PARTS:
            shutil.copy(catalogue / name, copy / name)
        (copy / file.relative_to(catalogue)).write_bytes(content.encode("utf-8"))
        try:
            compile_lexicon(load_catalogue.__wrapped__(copy), load_groups.__wrapped__(copy))
        except DataError as error:
            named = catalogue / error.file.relative_to(copy) if error.file.is_relative_to(copy) else error.file
            raise DataError(named, error.place, error.hint) from error
