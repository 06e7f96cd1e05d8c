"""An edition made out of the one before is the edition that a build from all sources makes."""

from __future__ import annotations

import os
import random
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse.invented import understand
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import Home
from yearbook.documents.document import Refusal
from yearbook.pipeline import build
from yearbook.pipeline.build import BuildResult, build_edition, update_edition
from yearbook.pipeline.extraction_cache import load_extraction
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.judging.statement import see
from yearbook.records.decision import Decision
from yearbook.records.report_note import ReportNote
from yearbook.store.decisions import decide, standing_decisions, undo
from yearbook.store.record import read_record
from yearbook.store.reports import READING, amend_note, folder_of, list_reports
from yearbook.warehouse import sharing
from yearbook.warehouse.checks import Unsound
from yearbook.warehouse.registry import check_edition, edition_file, list_numbers, rollback
from yearbook.warehouse.warehouse import open_warehouse

TABLES = (
    "facts",
    "sources",
    "mentions",
    "reports",
    "decisions",
    "changes",
    "origins",
    "agencies",
    "regions",
    "metrics",
    "population",
)
TIMES = ("built_at",)


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def contents(file: Path) -> dict[str, Any]:
    """The rows of every table, in an order that no build can change, with the types of the columns."""
    found: dict[str, Any] = {}
    with duckdb.connect(str(file), read_only=True) as connection:
        tables = [name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()]
        assert set(tables) > set(TABLES)
        for table in sorted(set(tables) - {"edition", "editions"}):
            columns = connection.execute(f"describe {table}").fetchall()
            found[table] = [column[:2] for column in columns], sorted(map(repr, connection.execute(f"from {table}").fetchall()))
        counted = "select * exclude (number, previous, built_at, summary, appended) from edition"
        found["edition"] = connection.execute(counted).fetchall()
    return found


def amend(home: Home) -> BuildResult:
    """The next edition, as it is amended and as it is built from all sources: the same. The amended one stays."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(build, "publish", lambda *_: None)
        patched.setattr(build, "_remove", lambda file: kept.append(file) if file.exists() else None)
        kept: list[Path] = []
        whole = build_edition(home, understand=understand)
        kept[-1].replace(home.root / "whole.duckdb")
        patched.undo()
        patched.setattr(build, "_is_of", lambda *_: False)  # also where nothing is new
        amended = update_edition(home, understand=understand)
    assert amended is not None
    assert contents(edition_file(home, amended.note.number)) == contents(home.root / "whole.duckdb")
    told = ("sha256", "file_sha256", "built_at")
    assert {**asdict(amended.note), **dict.fromkeys(told)} == {**asdict(whole.note), **dict.fromkeys(told)}
    check_edition(home, amended.note.number)
    with open_warehouse(home) as warehouse:
        assert warehouse.faults() == []
    return amended


SEEDS, STEPS = int(os.environ.get("YEARBOOK_AMENDMENT_SEEDS", "3")), 6
SHARING = 0  # of odd and even seeds those whose editions share a file
SOURCE = {"source_title": "某市年报", "source_url": "https://www.example.gov.cn/a", "published_on": "2022-03-01"}
BODIES = ("湖南省机关事务管理局", "兰州市机关事务管理局", "长沙市某某机关事务中心")
METRICS = ("law.local_standards", "vehicles.withdrawn", "vehicles.fleet", "nothing.known")
FILLERS = ("", "这是同一机构同一年的另一份材料，只引用了其中一个数，其余各段都与那份年报不同，写法也完全两样。\n")


class Steward:
    """Somebody who does this and that with an installation, all by chance."""

    def __init__(self, home: Home, folder: Path, seed: int) -> None:
        self.home, self.folder, self.chance = home, folder, random.Random(seed)

    def act(self) -> str:
        name = self.chance.choice(
            (*["bring", "decide"] * 3, "remove", "retitle", "supersede", "record", "undo", "forget", "refuse", "go_back")
        )
        getattr(self, name)()
        return name

    def bring(self) -> None:
        texts = [self._text() for _ in range(self.chance.randint(1, 3))]
        files = [write(self.folder, f"{self.chance.random()}.txt", text) for text in texts]
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("yearbook.pipeline.ingest.publish", lambda *_, **__: None)
            ingest(files, self.home, understand=understand)

    def remove(self) -> None:
        for note in self._some():
            for file in folder_of(self.home, note.report_id).iterdir():
                file.unlink()
            folder_of(self.home, note.report_id).rmdir()

    def retitle(self) -> None:
        for note in self._some():
            self._amend(replace(note, title=f"另一个题目 {self.chance.random()}"))

    def supersede(self) -> None:
        for note in self._some():
            [other] = self._some()
            self._amend(replace(note, superseded_by=None if note.superseded_by else other.report_id))

    def refuse(self) -> None:
        for note in self._some():
            self._amend(replace(note, publisher=None if note.publisher else "无此机构"))

    def forget(self) -> None:
        for note in self._some():
            (folder_of(self.home, note.report_id) / READING).unlink(missing_ok=True)

    def decide(self) -> None:
        for note in self._some():
            outcome = load_extraction(self.home, note, understand)
            if isinstance(outcome, Refusal):
                continue
            mention = self.chance.choice(outcome.mentions)
            action = self.chance.choice(("confirm", "reject", "not_a_figure", "correct", "correct", "claim"))
            change = self._change() if action in ("correct", "claim") else {}
            if action == "claim":
                change |= {"metric_id": "vehicles.fleet", "scope": "direct_units", "qualifier": "exact"}
                change |= {"period_start": "2020-12-31", "period_end": "2020-12-31"}
            span = mention.span_start, mention.span_end
            decide(self.home, Decision("王审核", action, note.report_id, *span, change=change, seen=see(asdict(mention))))

    def record(self) -> None:
        figures = read_record(self.home.record, load_catalogue(self.home))
        figure = self.chance.choice([one for one in figures if one.agency_id == "430000-goa"])
        action = self.chance.choice(("reject", "correct", "verify"))
        change = SOURCE if action == "verify" else self._change() if action == "correct" else {}
        decide(self.home, Decision("王审核", action, fact_id=figure.fact_id, change=change))

    def undo(self) -> None:
        standing = standing_decisions(self.home)
        if standing:
            undo(self.home, "王审核", self.chance.choice(standing))

    def go_back(self) -> None:
        rollback(self.home, self.chance.choice(list_numbers(self.home)))

    def _text(self) -> str:
        body, year = self.chance.choice(BODIES[: self.chance.choice((2, 2, 2, 2, 3))]), self.chance.choice((2020, 2021))
        lines = [f"{metric}={self.chance.randint(5, 7)}\n" for metric in METRICS if self.chance.random() < 0.7]
        return f"{body} {year}\n{''.join(lines)}{self.chance.choice(FILLERS)}"

    def _change(self) -> dict[str, str]:
        changes = (
            {"value": str(self.chance.randint(5, 7))},
            {"agency_id": "620100-goa"},
            {"agency_id": "nobody"},
            {"value": "-3"},
        )
        return dict(self.chance.choice(changes))

    def _some(self) -> list[ReportNote]:
        notes = list_reports(self.home)
        return [self.chance.choice(notes)] if notes else []

    def _amend(self, note: ReportNote) -> None:
        amend_note(self.home, note, b"")


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_happened_amending_and_building_agree(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    if seed % 2 == SHARING:
        monkeypatch.setattr(sharing, "LARGE", 0)
    steward = Steward(home, tmp_path / "incoming", seed)
    build_edition(home)
    steward.bring()
    done, amended = [], 0
    for _ in range(STEPS):
        done.append([steward.act() for _ in range(steward.chance.randint(1, 3))])
        try:
            amended += amend(home).amended
        except AssertionError as error:
            raise AssertionError(f"after {done}") from error
    assert amended >= STEPS / 3


def test_one_id_for_two_figures_stops_the_edition(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yearbook.pipeline.report_rows.identify_fact", lambda *_: "f0000000000")
    texts = [f"兰州市机关事务管理局 {year}\nvehicles.withdrawn=3\n" for year in (2020, 2021)]
    first, second = (write(tmp_path, f"{number}.txt", text) for number, text in enumerate(texts))
    build_edition(home)
    ingest([first], home, understand=understand)
    with pytest.raises(Unsound, match="one id for different figures: f0000000000"):
        ingest([second], home, understand=understand)
    with pytest.raises(Unsound, match="one id for different figures: f0000000000"):
        build_edition(home, understand=understand)
    assert list_numbers(home) == [1, 2]


@pytest.mark.parametrize("large", [0, sharing.LARGE])
@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_what_is_damaged_is_no_start(home: Home, monkeypatch: pytest.MonkeyPatch, share: float, large: int) -> None:
    monkeypatch.setattr(sharing, "LARGE", large)
    build_edition(home)
    file = edition_file(home, 1)
    content = bytearray(file.read_bytes())
    place = int(len(content) * share)
    content[place : place + 8] = b"damaged!"
    file.write_bytes(content)
    figure = read_record(home.record, load_catalogue(home))[0]
    decide(home, Decision("王审核", "reject", fact_id=figure.fact_id))
    made = update_edition(home)
    assert made is not None
    assert not made.amended
    check_edition(home, 2)
    with open_warehouse(home) as warehouse:
        assert warehouse.faults() == []
        assert warehouse.ask("fact", fact_id=figure.fact_id).empty
