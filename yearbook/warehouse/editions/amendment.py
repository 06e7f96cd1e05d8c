"""The next edition out of the one before: a copy of its file in which only what the changed sources touch is made anew.

The facts about a touched subject (body, metric, scope, period, baseline) are made from all that is stated about it, by the
same SQL as in a build from all sources; then they take the place of those that stood there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from yearbook.data import Home
from yearbook.documents.document import Refusal
from yearbook.meaning.catalogue import load_catalogue
from yearbook.warehouse.decisions.judgement import Judged, carry_out
from yearbook.warehouse.disk.copying import Copying
from yearbook.warehouse.disk.files import sum_of
from yearbook.warehouse.editions.checks import Unsound
from yearbook.warehouse.editions.dimensions import AgencyRow
from yearbook.warehouse.editions.numbered import DamagedEdition, EditionNote, NoEdition, edition_file, read_note, schema_version
from yearbook.warehouse.editions.origins import Sources
from yearbook.warehouse.editions.rows import DecisionRow, FigureRow, MentionRow, ReportRow, arrow_table
from yearbook.warehouse.editions.writing import (
    CATALOGUE,
    CONTENTS,
    COUNTED,
    SETTINGS,
    Told,
    catalogue_tables,
    close_edition,
    create_tables,
    define_types,
    pick,
    quoted,
    require_sound,
)
from yearbook.warehouse.questions import read_question
from yearbook.warehouse.reports.inventory import read_notes
from yearbook.warehouse.reports.library import ReportNote
from yearbook.warehouse.reports.readings import Understood
from yearbook.warehouse.reports.record import read_record
from yearbook.warehouse.samples import catalogue_for

Recall = Callable[[list[ReportNote]], tuple[list[Understood], list[Refusal], int]]
KEYS = {  # of the tables that are amended: what names a row
    "reports": ("report_id",),
    "mentions": ("report_id", "ordinal"),
    "sources": ("fact_id", "ordinal"),
    "facts": ("fact_id",),
    "decisions": ("decision_id",),
    "origins": ("kind", "id"),
}
FEW_REPORTS, SHARE_OF_REPORTS = 50, 0.1  # beyond both a build from all sources is as quick
FEW_FACTS, SHARE_OF_FACTS = 5000, 0.02  # facts behind the sorted ones; beyond both they are sorted in


@dataclass(frozen=True, slots=True)
class Amended:
    """An amended edition. `refusals` are reports that can no longer be read."""

    note: EditionNote
    refusals: tuple[Refusal, ...]
    read_anew: int


class NoStart(Exception):
    """The edition before is no start for the next one: that is built from all sources."""


def amend_edition(home: Home, file: Path, stock: Sources, told: Told, recall: Recall) -> Amended:
    """Fill the file of an edition with the one before, amended; the caller holds the lock and publishes it.

    `recall` gives what reports say, which of them are refused, and how many had to be read anew.

    Raises NoStart where too much has changed for that, DataError and Unsound as a build from all sources does.
    """
    try:
        note = read_note(home, told["previous"])
    except (DamagedEdition, NoEdition) as error:
        raise NoStart(str(error)) from error
    if note.schema != schema_version():
        raise NoStart("made by another version of the program")
    before = edition_file(home, note.number)
    try:
        with duckdb.connect(config=SETTINGS) as connection:
            connection.execute(f"attach '{quoted(before)}' as before (read_only)")
            amendment = Amendment(home, connection, stock, recall)
            amendment.require_start()
            with Copying(before, file) as copying:
                amendment.prepare(told)
                if copying.finish() != note.sha256:
                    raise NoStart("damaged")
            return Amended(amendment.write(file, told), tuple(amendment.refusals), amendment.read_anew)
    except duckdb.Error as error:
        if sum_of(before) == note.sha256:
            raise
        raise NoStart("damaged") from error


class Amendment:
    """What differs from the edition that `connection` has attached as `before`, worked out and then written."""

    def __init__(self, home: Home, connection: duckdb.DuckDBPyConnection, stock: Sources, recall: Recall) -> None:
        self.home, self.connection, self.stock, self._recall = home, connection, stock, recall
        self.refusals: list[Refusal] = []
        self.read_anew = 0
        self._real = load_catalogue(home.catalogue)
        self._catalogue = self._real

    def require_start(self) -> None:
        """Raises NoStart where what every fact depends on has changed, or very many reports."""
        self._show("stock", self.stock.origins())
        if self._ask("changed_parts"):
            raise NoStart("catalogue, record or program have changed")
        self._keep("touched_reports")
        touched = self._ids("touched_reports")
        if len(touched) > max(FEW_REPORTS, SHARE_OF_REPORTS * len(self.stock.inventory.table)):
            raise NoStart(f"{len(touched)} reports are touched")

    def prepare(self, told: Told) -> None:
        """Make what takes the place of the touched rows, as a small edition of its own. Raises NoStart, Unsound, DataError."""
        touched = self._ids("touched_reports")
        standing = self.stock.inventory.standing()
        readings = self._read(standing, touched)
        self._settle_catalogue(readings)
        decided = [one for one in self.stock.decisions if one.report_id is None or one.report_id in touched]
        judged = carry_out(decided, readings, read_record(self.home.record, self._real), self._catalogue)
        self._show("touched_figures", _figures(judged))
        self._show("raw_decisions", arrow_table(DecisionRow, judged.decisions))
        self.connection.execute("use before")
        for table in ("touched_record", "touched_subjects", "facts_before", "sources_before", "neighbours"):
            self._keep(table)
        refused = len(self.refusals)
        beside = self._read(standing, self._ids("neighbours"))
        if len(self.refusals) > refused:
            raise NoStart("a report that the edition before holds can no longer be read")
        about_them = [one for one in self.stock.decisions if one.report_id in {reading.report.report_id for reading in beside}]
        neighbours = carry_out(about_them, beside, [], self._catalogue)
        self._show("neighbour_figures", _figures(neighbours))
        self._keep("raw_figures")
        for table in ("reports", "mentions", "decisions", "origins"):
            self._keep(f"{table}_before")
        reports = [reading.report for reading in (*readings, *beside)]
        mentions = (mention for reading in judged.readings for mention in reading.mentions)
        self._build(
            {
                "raw_reports": arrow_table(ReportRow, reports),
                "raw_mentions": arrow_table(MentionRow, mentions),
                "raw_decisions": arrow_table(DecisionRow, [*judged.decisions, *neighbours.decisions]),
                "raw_origins": self.stock.origins(touched - {reading.report.report_id for reading in readings}),
            },
            told,
        )

    def write(self, file: Path, told: Told) -> EditionNote:
        """Put what was prepared into a copy of the edition before; the note that goes beside it."""
        appended = self._count_appended()
        for statement in ("detach before", f"attach '{quoted(file)}' as next", "use next", "begin"):
            self.connection.execute(statement)
        for table, key in KEYS.items():
            self._replace(table, key)
        self._count_again()
        self.connection.execute("create temp table previous_editions as select * from next.editions")
        for table in ("changes", "edition", "editions"):
            self.connection.execute(f"delete from next.{table}")
        self.connection.execute("insert into next.changes by name select * from edition.changes")
        for table in ("edition", "editions"):
            question = read_question("build", table)
            parameters = pick({**told, "appended": appended}, question.parameters)
            self.connection.execute(f"insert into next.{table} by name {question.sql}", parameters)
        self.connection.execute("commit")
        return close_edition(self.connection, "next", file, told)

    def _read(self, standing: pa.Table, wanted: Collection[str]) -> list[Understood]:
        """What some of the standing reports say; none of them may be one that the edition before could read and we cannot."""
        rows = standing.filter(pc.is_in(standing["report_id"], value_set=pa.array(sorted(wanted), pa.string())))
        readings, refusals, read_anew = self._recall(read_notes(rows))
        self.refusals += refusals
        self.read_anew += read_anew
        return readings

    def _settle_catalogue(self, readings: list[Understood]) -> None:
        """Raises NoStart where the next edition has other bodies than the one before: its columns are coded by them."""
        remaining = self._ask("bodies")
        reports = [reading.report for reading in readings]
        invented = any(report.demonstration for report in reports) or any(demonstration for _, demonstration in remaining)
        self._catalogue = catalogue_for(self.home, invented)
        bodies = {body for body, _ in remaining} | {report.agency_id for report in reports}
        known = self.connection.execute("select agency_id::varchar, listed from before.agencies").fetchall()
        after = self._catalogue.agencies.keys() | bodies
        if {body for body, _ in known} != after:
            raise NoStart("bodies have come or gone")

    def _build(self, raw: dict[str, pa.Table], told: Told) -> None:
        self.connection.execute("attach ':memory:' as edition")
        self.connection.execute("use edition")
        catalogue = catalogue_tables(self.home, self._catalogue, ())
        unlisted = self.connection.execute("select * from before.agencies where not listed").fetchall()
        bodies = arrow_table(AgencyRow, (AgencyRow(*row) for row in unlisted))
        catalogue["raw_agencies"] = pa.concat_tables([catalogue["raw_agencies"], bodies])
        define_types(self.connection, catalogue | raw)
        create_tables(self.connection, (*CATALOGUE, "origins", *CONTENTS), told)
        kept = read_question("amend", "kept_decisions").sql
        self.connection.execute(f"insert into edition.decisions {kept}")
        self.connection.execute("create temp view previous_facts as select * from facts_before")
        self.connection.execute("create temp view previous_reports as select report_id from before.reports")
        create_tables(self.connection, ("changes", "edition"), told)
        require_sound(self.connection)
        if collisions := self._ask("collisions"):
            raise Unsound(f"one id for different figures: {', '.join(str(fact_id) for (fact_id,) in collisions[:3])}")

    def _count_appended(self) -> int:
        """How many facts will lie behind the sorted ones. Raises NoStart where they are too many."""
        come = "select count(*) from (select * from edition.facts except select * exclude (place) from facts_before)"
        [(new,)] = self.connection.execute(come).fetchall()
        [(facts, appended)] = self.connection.execute("select facts, appended from before.edition").fetchall()
        if appended + new > max(FEW_FACTS, SHARE_OF_FACTS * facts):
            raise NoStart("many facts lie unsorted")
        return int(appended + new)

    def _replace(self, table: str, key: tuple[str, ...]) -> None:
        """Rows that are as they were stay where they are; the others go, and what came is put behind."""
        names = ", ".join(key)
        scope = "where report_id in (select report_id from touched_reports)" if table == "reports" else ""
        self.connection.execute(f"create temp view {table}_after as select * from edition.{table} {scope}")
        gone = f"select {names} from (select * exclude (place) from {table}_before except select * from {table}_after)"
        come = f"select {names} from (select * from {table}_after except select * exclude (place) from {table}_before)"
        places = f"select place from {table}_before where ({names}) in ({gone})"
        self.connection.execute(f"delete from next.{table} where rowid in ({places})")
        self.connection.execute(f"insert into next.{table} by name select * from {table}_after where ({names}) in ({come})")

    def _count_again(self) -> None:
        """What the touched bodies hold is counted anew; that of the others is as it was."""
        touched = "agency_id::varchar in (select agency_id from touched_subjects)"
        self.connection.execute(f"create temp view facts as select * from next.facts where {touched}")
        for table in COUNTED:
            self.connection.execute(f"delete from next.{table} where {touched}")
            self.connection.execute(f"insert into next.{table} by name {read_question('build', table).sql}")
        self.connection.execute("drop view temp.facts")

    def _show(self, name: str, table: pa.Table) -> None:
        self.connection.register(name, table)

    def _keep(self, name: str) -> None:
        self.connection.execute(f"create temp table {name} as {read_question('amend', name).sql}")

    def _ask(self, name: str) -> list[tuple[object, ...]]:
        return self.connection.execute(read_question("amend", name).sql).fetchall()

    def _ids(self, table: str) -> set[str]:
        return {report_id for (report_id,) in self.connection.execute(f"select report_id from {table}").fetchall()}


def _figures(judged: Judged) -> pa.Table:
    return arrow_table(FigureRow, [*judged.record, *(figure for reading in judged.readings for figure in reading.figures)])
