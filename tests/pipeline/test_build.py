"""One way to build: whatever happened before, an edition of stored extractions is the one that reading everything again makes."""

from __future__ import annotations

import random
import shutil
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse.invented import understand
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import Home
from yearbook.documents.document import Refusal
from yearbook.pipeline.build import build_edition, update_edition
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.read import load_extraction
from yearbook.records.state import Action, Decision, ReportNote
from yearbook.store.decisions import decide, standing_decisions, undo
from yearbook.store.record import read_record
from yearbook.store.reports import amend_note, list_reports
from yearbook.warehouse.checks import Unsound
from yearbook.warehouse.registry import edition_file, list_numbers
from yearbook.warehouse.statement import see

STEPS = 4
BODIES = ("湖南省机关事务管理局", "兰州市机关事务管理局", "长沙市某某机关事务中心")
METRICS = ("law.local_standards", "vehicles.withdrawn", "vehicles.fleet", "nothing.known")
CLAIM = {"metric_id": "vehicles.fleet", "scope": "direct_units", "qualifier": "exact", "value": "7"}
CLAIM |= {"period_start": "2020-12-31", "period_end": "2020-12-31"}
SOURCE = {"source_title": "某市年报", "source_url": "https://www.example.gov.cn/a", "published_on": "2022-03-01"}


def contents(file: Path) -> dict[str, Any]:
    """The rows of every table but those about the build itself, in their order; mentions lie as their segments do."""
    with duckdb.connect(str(file), read_only=True) as connection:
        names = [name for (name,) in connection.execute("select table_name from information_schema.tables order by 1").fetchall()]
        return {
            name: connection.execute(f"from {name}{' order by all' if name == 'mentions' else ''}").fetchall()
            for name in names
            if name not in ("changes", "edition", "editions")
        }


class Steward:
    """Somebody who does this and that with an installation, all by chance."""

    def __init__(self, home: Home, folder: Path, seed: int) -> None:
        self.home, self.folder, self.chance = home, folder, random.Random(seed)
        folder.mkdir()

    def act(self) -> None:
        self.chance.choice([self.bring, self.bring, self.decide, self.decide, self.decide, self.amend, self.record, self.undo])()

    def bring(self) -> None:
        for number in range(self.chance.randint(1, 3)):
            year = self.chance.choice((2020, 2021))
            lines = [f"{metric}={self.chance.randint(5, 7)}\n" for metric in METRICS if self.chance.random() < 0.7]
            file = self.folder / f"{self.chance.random()}-{number}.txt"
            file.write_text(f"{self.chance.choice(BODIES)} {year}\n{''.join(lines)}", encoding="utf-8")
            ingest([file], self.home, understand=understand)

    def decide(self) -> None:
        for note in self._some():
            extraction = load_extraction(self.home, note, understand)
            if isinstance(extraction, Refusal) or not extraction.mentions:
                continue
            mention = self.chance.choice(extraction.mentions)
            actions: tuple[Action, ...] = ("confirm", "reject", "not_a_figure", "correct", "claim")
            action = self.chance.choice(actions)
            changes = ({"value": "6"}, {"agency_id": "620100-goa"}, {"agency_id": "nobody"}, {"value": "-3"})
            change = {"correct": self.chance.choice(changes), "claim": CLAIM}.get(action, {})
            place = note.report_id, mention.span_start, mention.span_end
            decide(self.home, Decision("王审核", action, *place, change=change, seen=see(asdict(mention))))

    def record(self) -> None:
        figures = read_record(self.home.record, load_catalogue(self.home))
        figure = self.chance.choice([one for one in figures if one.agency_id == "430000-goa"])
        action: Action = self.chance.choice(("reject", "correct", "verify"))
        change = {"verify": SOURCE, "correct": {"value": "6"}}.get(action, {})
        decide(self.home, Decision("王审核", action, fact_id=figure.fact_id, change=change))

    def amend(self) -> None:
        for note in self._some():
            amend_note(self.home, replace(note, title=f"另一个题目 {self.chance.random()}"))

    def undo(self) -> None:
        for decision in standing_decisions(self.home)[:1]:
            undo(self.home, "王审核", decision)

    def _some(self) -> list[ReportNote]:
        notes = list_reports(self.home)
        return [self.chance.choice(notes)] if notes else []


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happened_stored_extractions_make_the_same_edition(home: Home, tmp_path: Path, seed: int) -> None:
    steward = Steward(home, tmp_path / "incoming", seed)
    steward.bring()
    for _ in range(STEPS):
        for _ in range(3):
            steward.act()
        stored = build_edition(home, understand=understand).note
        shutil.rmtree(home.extractions)
        again = build_edition(home, understand=understand)
        assert again.reports_read == len(contents(edition_file(home, stored.number))["reports"])
        assert contents(edition_file(home, again.note.number)) == contents(edition_file(home, stored.number))
        assert (again.note.added, again.note.removed, again.note.revised) == (0, 0, 0)
    assert update_edition(home, understand=understand) is None


def test_one_id_for_two_figures_stops_the_edition(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yearbook.pipeline.extraction_rows.identify_fact", lambda *_: "f0000000000")
    for year in (2020, 2021):
        (tmp_path / f"{year}.txt").write_text(f"兰州市机关事务管理局 {year}\nvehicles.withdrawn=3\n", encoding="utf-8")
    build_edition(home)
    ingest([tmp_path / "2020.txt"], home, understand=understand)
    with pytest.raises(Unsound, match="one id for different figures: f0000000000"):
        ingest([tmp_path / "2021.txt"], home, understand=understand)
    assert list_numbers(home) == [1, 2]
