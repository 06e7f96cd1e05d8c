"""The next edition out of the one before: a copy of its file in which only what the changed sources touch is made anew.

The facts about a touched subject (body, metric, scope, period, baseline) are made from all that is stated about it, by the
same SQL as in a build from all sources; then they take the place of those that stood there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import Home
from yearbook.catalogue.samples import catalogue_for
from yearbook.documents.document import Refusal
from yearbook.pipeline.judging.judgement import Judged, apply_decision
from yearbook.pipeline.read import ReportExtraction
from yearbook.records.report_note import ReportNote
from yearbook.records.rows import DecisionRow, FigureRow, MentionRow, ReportRow, arrow_table
from yearbook.store.copying import Copying, Summing
from yearbook.store.inventory import read_notes
from yearbook.store.record import read_record
from yearbook.warehouse.build import (
    CATALOGUE,
    CONTENTS,
    SETTINGS,
    BuildInfo,
    catalogue_tables,
    close_edition,
    create_tables,
    define_types,
    note_edition,
    quoted,
    require_sound,
)
from yearbook.warehouse.checks import Unsound
from yearbook.warehouse.dimensions import AgencyRow
from yearbook.warehouse.questions import read_question
from yearbook.warehouse.registry import DamagedEdition, EditionNote, NoEdition, edition_file, read_note, schema_version
from yearbook.warehouse.replacing import Replacement
from yearbook.warehouse.sharing import MOST_ROWS, NotShared, is_worth_sharing, log_of, share, sum_with_log
from yearbook.warehouse.sources import Sources

Recall = Callable[[list[ReportNote]], tuple[list[ReportExtraction], list[Refusal], int]]
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


def amend_edition(home: Home, file: Path, stock: Sources, told: BuildInfo, load_extraction: Recall, summing: Summing) -> Amended:
    """Fill the file of an edition with the one before, amended; the caller holds the lock and publishes it.

    `load_extraction` gives what reports say, which are refused, and how many had to be read; `summing` the sum of the file
    of the edition before.

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
            amendment = Amendment(home, connection, stock, load_extraction)
            amendment.require_start()
            with Copying(before, None if is_worth_sharing(before) else file) as copying:
                amendment.prepare(told)
                made = _write(amendment, note, before, file, copying, summing, told)
            return Amended(made, tuple(amendment.refusals), amendment.read_anew)
    except duckdb.Error as error:
        if sum_with_log(before) == note.sha256:
            raise
        raise NoStart("damaged") from error
    except NotShared as error:
        raise NoStart(str(error)) from error


def _write(
    amendment: Amendment, note: EditionNote, before: Path, file: Path, copying: Copying, summing: Summing, told: BuildInfo
) -> EditionNote:
    """Fill the file, and say what goes beside it. Raises NoStart where the edition before is not the one that was published."""
    connection, replacement = amendment.connection, Replacement(amendment.connection)
    replacement.foresee(amendment.count_appended(replacement.count_come("facts")))
    shared = not copying.copies and replacement.count_all_come() <= MOST_ROWS
    shared = shared and share(connection, before, file, replacement.write)
    copying.finish()
    of_file = summing.finish()
    if sum_with_log(before, of_file) != note.sha256:
        raise NoStart("damaged")
    if shared:
        connection.execute(f"attach '{quoted(file)}' as made (read_only)")
        return replace(note_edition(connection, "made", told), sha256=sum_with_log(file, of_file), file_sha256=of_file)
    if not copying.copies:
        shutil.copyfile(before, file)
    if log_of(before).exists():
        shutil.copyfile(log_of(before), log_of(file))
    replacement.write(file)
    return close_edition(connection, "next", file, told)


class Amendment:
    """What differs from the edition that `connection` has attached as `before`, worked out and then written."""

    def __init__(self, home: Home, connection: duckdb.DuckDBPyConnection, stock: Sources, load_extraction: Recall) -> None:
        self.home, self.connection, self.stock, self._recall = home, connection, stock, load_extraction
        self.refusals: list[Refusal] = []
        self.read_anew = 0
        self._real = load_catalogue(home)
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

    def prepare(self, told: BuildInfo) -> None:
        """Make what takes the place of the touched rows, as a small edition of its own. Raises NoStart, Unsound, DataError."""
        touched = self._ids("touched_reports")
        standing = self.stock.inventory.standing()
        readings = self._read(standing, touched)
        self._settle_catalogue(readings)
        decided = [one for one in self.stock.decisions if one.report_id is None or one.report_id in touched]
        judged = apply_decision(decided, readings, read_record(self.home.record, self._real), self._catalogue)
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
        neighbours = apply_decision(about_them, beside, [], self._catalogue)
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
                "raw_origins": self._origins(touched, {reading.report.report_id for reading in readings}),
            },
            told,
        )

    def count_appended(self, new: int) -> int:
        """How many facts will lie behind the sorted ones, with so many new ones. Raises NoStart where they are too many."""
        [(facts, appended)] = self.connection.execute("select facts, appended from before.edition").fetchall()
        if appended + new > max(FEW_FACTS, SHARE_OF_FACTS * facts):
            raise NoStart("many facts lie unsorted")
        return int(appended + new)

    def _read(self, standing: pa.Table, wanted: Collection[str]) -> list[ReportExtraction]:
        """What some of the standing reports say; none of them may be one that the edition before could read and we cannot."""
        rows = standing.filter(pc.is_in(standing["report_id"], value_set=pa.array(sorted(wanted), pa.string())))
        readings, refusals, read_anew = self._recall(read_notes(rows))
        self.refusals += refusals
        self.read_anew += read_anew
        return readings

    def _origins(self, touched: Collection[str], read: Collection[str]) -> pa.Table:
        """Of the touched reports those that could be read; and all that is no report."""
        origins = self.stock.origins()
        kept = pc.is_in(origins["id"], value_set=pa.array(sorted(set(touched) & set(read)), pa.string()))
        return origins.filter(pc.or_(pc.not_equal(origins["kind"], "report"), kept))

    def _settle_catalogue(self, readings: list[ReportExtraction]) -> None:
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

    def _build(self, raw: dict[str, pa.Table], told: BuildInfo) -> None:
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
