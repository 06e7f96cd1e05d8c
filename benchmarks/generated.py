"""Editions of invented facts at any scale, to measure with: the real catalogue and regions, invented bodies marked 示例.

They stand in a home of their own and are never mixed with anything. The same amount and seed give the same facts.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import DataError, Home
from yearbook.catalogue.messages import translate
from yearbook.records.rows import DecisionRow, FigureRow, MentionRow, ReportRow, arrow_table
from yearbook.store.lock import writer_lock
from yearbook.store.record import read_record
from yearbook.warehouse.build import (
    BEFORE,
    CATALOGUE,
    CONTENTS,
    COUNTED,
    HISTORY,
    SETTINGS,
    catalogue_tables,
    close_edition,
    create_tables,
    define_types,
    quoted,
    tell,
)
from yearbook.warehouse.checks import Unsound, find_faults
from yearbook.warehouse.questions import read_question
from yearbook.warehouse.registry import EditionNote, publish
from yearbook.warehouse.sources import COLUMNS as ORIGIN_COLUMNS

MOST_BODIES, MANY_BODIES, FEWEST_BODIES, FACTS_A_BODY = 20_000, 1600, 40, 2000
QUERIES = Path(__file__).parent / "queries"
PORTION = 1_000_000  # facts that are made at a time
CANDIDATES = 1_000_000  # a metric of a body in a year, each with its turns: looked at together
BEGINNINGS = "0123456789abcdef"  # of ids: what lies in the order of an id is made a sixteenth at a time
FEW_FACTS, READ_ANEW = 2_000_000, "01"  # of many facts only the reports whose ids begin so come with their mentions
MEMORY = "4GB"  # what DuckDB may take; what is beyond goes to the disk
EMPTY = {"figures": FigureRow, "reports": ReportRow, "mentions": MentionRow, "decisions": DecisionRow}


def publish_generated(home: Home, facts: int, seed: int = 0, *, check: bool = False) -> EditionNote:
    """Publish so many invented facts, with their sources, reports and mentions, as the first edition of an empty home.

    Large bodies report much and counties little, early years are thin, headline metrics common. `check` tries the rules of
    queries/checks/ too, which takes its time. Raises DataError where the home holds anything already, Unsound where a rule
    is broken.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    if any(home.root.iterdir()):
        raise DataError(home.root, "whole folder", translate("generated.not_empty"))
    with writer_lock(home):
        file = home.editions / ".1.duckdb.partial"
        note = _write(home, file, facts, seed, check)
        publish(home, file, note)
    return note


def _write(home: Home, file: Path, facts: int, seed: int, check: bool) -> EditionNote:
    told = {**tell(home, 1, "generated", ""), "built_at": datetime(2000, 1, 1), "appended": 0}
    settings = {**SETTINGS, "memory_limit": MEMORY, "temp_directory": str(home.editions / ".generated")}
    with duckdb.connect(config=settings) as connection:
        connection.execute(f"attach '{quoted(file)}' as edition")
        connection.execute("use edition")
        maker = _Maker(connection, home, facts, seed)
        define_types(connection, maker.raw)
        create_tables(connection, (*CATALOGUE, "origins", *CONTENTS), told)
        for table in HISTORY:  # there is none before; and what is there is not told as changed
            for before in BEFORE.get(table, ()):
                empty = "edition" if table == "editions" else before
                connection.execute(f"create temp view previous_{before} as select * from edition.{empty} where false")
            create_tables(connection, (table,), told)
            if table == "changes":
                maker.fill()
                create_tables(connection, COUNTED, told)
        for table in ("edition", "editions"):  # its bodies are no real ones
            connection.execute(f"update edition.{table} set demonstration = true")
        faults = find_faults(connection) if check else []
        if faults:
            raise Unsound("; ".join(faults))
        return close_edition(connection, "edition", file, told)


class _Maker:
    """Fills the tables of an edition by benchmarks/queries/, in portions that fit into memory and in the order of an edition."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, home: Home, facts: int, seed: int) -> None:
        self._connection = connection
        catalogue = load_catalogue(home)
        recorded = read_record(home.record, catalogue)
        years = [int(figure.period_end[:4]) for figure in recorded]
        bodies = min(max(facts // FACTS_A_BODY, FEWEST_BODIES), MOST_BODIES)
        self._drawing: dict[str, Any] = {
            "facts": facts,
            "seed": seed,
            "bodies": bodies,
            "thin": 16 if bodies >= MANY_BODIES else 1,
            "first_year": min(years),
            "last_year": max(years),
        }
        self.raw: dict[str, pa.Table] = catalogue_tables(home, catalogue, [])
        self.raw |= {f"raw_{name}": arrow_table(kind, []) for name, kind in EMPTY.items()}
        self.raw["raw_origins"] = ORIGIN_COLUMNS.empty_table()
        for name, table in (self.raw | {"raw_recorded": arrow_table(FigureRow, recorded)}).items():
            connection.register(name, table)
        for name in ("bodies", "metrics", "reports"):
            self._make(name)
        agencies = connection.sql("select * exclude (body, weight, size) from gen_bodies")
        self.raw["raw_agencies"] = agencies.to_arrow_table()

    def fill(self) -> None:
        """Facts first, which the other tables are taken from."""
        for name in ("named", "measured"):  # they need the types of the edition
            self._make(name)
        self._fill_facts()
        self._make("texts", beginning="none")
        for beginning in BEGINNINGS:
            self._insert("sources", beginning=f"f{beginning}")
            self._insert("texts", "temp.gen_texts", beginning=beginning)
            if beginning in READ_ANEW or self._drawing["facts"] <= FEW_FACTS:
                self._insert("mentions", beginning=beginning)
        self._insert("told_reports", "edition.reports")

    def _fill_facts(self) -> None:
        """Some metrics at a time as they are ordered; `ended` is how far the text of each report has come."""
        quotas = [quota for (quota,) in self._connection.sql("select quota from gen_metrics order by metric").fetchall()]
        together = max(
            1, CANDIDATES // (self._drawing["bodies"] * (self._drawing["last_year"] - self._drawing["first_year"] + 1))
        )
        held = waiting = 0
        self._make("drawn", first=-1, last=-1)
        self._make("stated")
        self._make("ended")
        for first in range(0, len(quotas), together):
            self._insert("drawn", "temp.gen_drawn", first=first, last=first + together - 1)
            waiting += sum(quotas[first : first + together])
            if waiting >= PORTION or first + together >= len(quotas):
                self._make("stated")
                self._insert("facts", held=held)
                self._insert("ended", "temp.gen_ended")
                self._connection.execute("truncate temp.gen_drawn")
                held, waiting = held + waiting, 0

    def _make(self, name: str, **given: Any) -> None:
        """A temporary table of one step."""
        sql, bound = self._read(name, given)
        self._connection.execute(f"create or replace temp table gen_{name} as {sql}", bound)

    def _insert(self, name: str, table: str = "", **given: Any) -> None:
        sql, bound = self._read(name, given)
        self._connection.execute(f"insert into {table or f'edition.{name}'} by name {sql}", bound)

    def _read(self, name: str, given: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
        question = read_question(QUERIES, name)
        values = self._drawing | given
        return question.sql, {parameter: values[parameter] for parameter in question.parameters} or None
