"""docs/glossary.md names every record, field and column: words mean one thing, and a new one is explained where it comes in."""

from __future__ import annotations

import dataclasses
import pkgutil
import re
from importlib import import_module

import duckdb

from yearbook import records
from yearbook.catalogue.files import PROJECT, Home

TEXT = (PROJECT / "docs" / "glossary.md").read_text(encoding="utf-8")
NAMES = set(re.findall(r"`([A-Za-z_]+)`", TEXT))
TRANSLATED = re.compile(r"_(?:zh|en)$")
INTERNAL = {"origins"}  # tables that only the next build reads


def test_every_record_and_field_is_explained() -> None:
    modules = [import_module(f"yearbook.records.{module.name}") for module in pkgutil.iter_modules(records.__path__)]
    kinds = [
        kind
        for module in modules
        for name, kind in vars(module).items()
        if dataclasses.is_dataclass(kind) and isinstance(kind, type) and kind.__module__ == module.__name__ and name[0] != "_"
    ]
    assert kinds
    named = {kind.__name__ for kind in kinds} | {field.name for kind in kinds for field in dataclasses.fields(kind)}
    assert _unexplained(named) == [], "say what it means in docs/glossary.md, in both languages"


def test_every_column_of_an_edition_is_explained(built: Home) -> None:
    [file] = built.editions.glob("*.duckdb")
    with duckdb.connect(str(file), read_only=True) as connection:
        rows = connection.execute("select table_name, column_name from duckdb_columns() where not internal").fetchall()
    columns = {column for table, column in rows if table not in INTERNAL}
    assert len(columns) > 50
    assert _unexplained(columns) == [], "say what it means in docs/glossary.md, in both languages"


def test_nothing_is_explained_twice() -> None:
    rows = [line.split("|")[1] for line in TEXT.splitlines() if line.startswith("| `")]
    names = [name for row in rows for name in re.findall(r"`([A-Za-z_]+)`", row)]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def _unexplained(names: set[str]) -> list[str]:
    return sorted(name for name in names if name not in NAMES and TRANSLATED.sub("", name) not in NAMES)
