"""A question that an analyst writes herself, in SQL: one SELECT over one edition, answered in a process apart.

The process can be ended whatever the engine is doing, and nothing it does touches the one that serves the pages.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from yearbook.catalogue.files import PROJECT, Home
from yearbook.catalogue.messages import Language, translate
from yearbook.warehouse.registry import edition_file, require_edition

AT_ONCE = 2  # questions; others are asked to wait
STARTING = 60  # seconds in which the process must have started, on a busy machine too
COLUMNS = """
select table_name, column_name, data_type from information_schema.columns
where table_catalog = 'edition' order by table_name, ordinal_position
"""
_turns = threading.BoundedSemaphore(AT_ONCE)


class NotAnswered(ValueError):
    """Why a question is not answered and what to do; `detail` is what the engine said, in English, where it helps."""

    def __init__(self, reason: str, detail: str = "", **values: object) -> None:
        super().__init__(translate(f"sql.refused_{reason}", **values))
        self.reason = reason
        self.detail = detail
        self._values = values

    def translate(self, language: Language) -> str:
        return translate(f"sql.refused_{self.reason}", language, **self._values)


@dataclass(frozen=True, slots=True)
class Limits:
    """Rows, seconds and megabytes that a question may take."""

    rows: int = 1_000
    seconds: float = 10
    megabytes: int = 512


@dataclass(frozen=True, slots=True)
class Answer:
    """The first rows of an answer, and whether there were more."""

    frame: pd.DataFrame
    more: bool


LIMITS = Limits()


def ask_freely(home: Home, sql: str, number: int | None = None, limits: Limits = LIMITS) -> Answer:
    """The answer of one SELECT over the tables of an edition (the current one), which need no prefix.

    Long texts are cut; lists and structs come as text; columns of one name are numbered. Raises NotAnswered where it is no
    SELECT, asks for what is out of reach, takes too much, or is wrong; NoEdition as elsewhere.
    """
    file = str(edition_file(home, require_edition(home, number)).resolve())
    if not _turns.acquire(blocking=False):
        raise NotAnswered("busy")
    try:
        answered = _run({"sql": sql, "file": file, **asdict(limits)}, limits)
    finally:
        _turns.release()
    head, _, table = answered.partition(b"\n")
    said: dict[str, Any] = json.loads(head)
    if "refused" in said:
        refused = said["refused"]
        raise NotAnswered(refused["reason"], refused["detail"], **(_values(limits) | refused["values"]))
    with pa.ipc.open_stream(table) as stream:
        return Answer(stream.read_all().to_pandas(date_as_object=False), bool(said["more"]))


def list_columns(home: Home, number: int | None = None) -> pd.DataFrame:
    """The tables of an edition and their columns: table_name, column_name, data_type, in their order."""
    return ask_freely(home, COLUMNS, number).frame


def _run(request: dict[str, Any], limits: Limits) -> bytes:
    """What the process answers. Raises NotAnswered where it had to be ended."""
    try:
        ended = subprocess.run(
            [sys.executable, "-P", "-m", "yearbook.warehouse.sql_sandbox_worker"],
            input=json.dumps(request).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            timeout=STARTING + limits.seconds,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would open one
        )
    except subprocess.TimeoutExpired as error:
        raise NotAnswered("time", "", **_values(limits)) from error
    if ended.returncode:  # 1: its time was over; else it was ended for asking for memory that there is not
        raise NotAnswered("time" if ended.returncode == 1 else "memory", "", **_values(limits))
    return ended.stdout


def _values(limits: Limits) -> dict[str, str]:
    return {"seconds": f"{limits.seconds:g}", "megabytes": str(limits.megabytes)}
