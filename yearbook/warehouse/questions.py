"""The SQL in queries/: read once, by name, with the parameters that each question takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from yearbook.catalogue.files import PROJECT

QUERIES = PROJECT / "queries"


@dataclass(frozen=True, slots=True)
class Question:
    """One file of SQL and the names of its $parameters."""

    name: str
    sql: str
    parameters: frozenset[str]


def quote(path: Path) -> str:
    """A path as it stands between single quotes in SQL."""
    return str(path).replace("'", "''")


@cache
def read_question(folder: str | Path, name: str) -> Question:
    """queries/<folder>/<name>.sql, or <name>.sql in another folder by its absolute path. Raises KeyError where there is none.

    A question may build upon the answer of another of its folder, as if that were a table: `from question.<name>`.
    """
    file = QUERIES / folder / f"{name}.sql"
    if not re.fullmatch(r"[a-z0-9_]+", name) or not file.is_file():
        raise KeyError(f"there is no queries/{folder}/{name}.sql")
    written = file.read_text(encoding="utf-8").strip().rstrip(";")
    sql = re.sub(r"\bquestion\.(\w+)", lambda asked: f"(\n{read_question(folder, asked[1]).sql}\n)", written)
    import duckdb  # takes long to load, and the server answers before anything is asked

    return Question(name, sql, frozenset(duckdb.extract_statements(sql)[0].named_parameters))


def list_questions(folder: str) -> list[str]:
    """The names of all questions of a folder."""
    return sorted(file.stem for file in Path(QUERIES / folder).glob("*.sql"))
