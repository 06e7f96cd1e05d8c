"""A command that is killed at some moment, and whether what it leaves behind is whole."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from yearbook.__main__ import main
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.backup import back_up, restore
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.records.state import Decision
from yearbook.store.decisions import decide, list_decisions
from yearbook.store.lock import writer_lock
from yearbook.store.reports import list_reports, read_source
from yearbook.warehouse.registry import check_edition, current_number, list_numbers, next_number, read_note
from yearbook.warehouse.warehouse import open_warehouse

SAMPLES = PROJECT / "data" / "samples"
PHASES = (  # from the last that was reached: what a line of the trace says then
    ("moving in", r"replace /\.restoring\.json$"),
    ("unpacking", r"/\.restore\.\d+/"),
    ("putting it in place", r"replace /made\.zip$"),
    ("writing the backup", r"open /\.made\.zip"),
    ("pointing", r"replace /editions/current$"),
    ("publishing", r"(replace|fsync) /editions/\.?\d+\.(json|duckdb)"),
    ("removing", r"unlink /editions/\d+\.(json|duckdb)$"),
    ("under the lock", r"open /editions/\.lock$"),
    ("keeping reports", r"/reports/"),
    ("writing the state", r"/decisions/state\.sqlite$"),
)
LEFTOVERS = r"\.partial(\.wal)?$|\.duckdb\.wal$|/reports/\.|\.tmp$|^/\.restor"
KEPT, MADE = "kept.zip", "made.zip"  # a backup of the prepared installation, beside it; one that a killed command makes, in it
PATIENCE = 120.0  # seconds that any one command may take
GRACE = 10.0  # seconds in which the processes that a killed command had started must end by themselves


class Unsafe(AssertionError):
    """Something was lost or broken; the message says what."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When a command is killed: at a call that changes files and whose line matches `sign`, or `seconds` after its start."""

    call: int = -1
    sign: str = ""
    side: str = "after"  # before, after, later
    delay: float = 0.0
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What a command did until it was killed or ended."""

    killed: bool
    calls: tuple[str, ...]
    said: str
    took: float  # seconds

    @property
    def phase(self) -> str:
        if not self.killed:
            return "ended before"
        told = "\n".join(self.calls)
        return next((phase for phase, sign in PHASES if re.search(sign, told, re.MULTILINE)), "starting")


@dataclass(slots=True)
class Outcome:
    """`left` are the files that the killed command left behind, `acknowledged` and `lost` count decisions."""

    command: str
    phase: str
    edition: str  # which is current afterwards: old, new, or unchanged where the command makes none
    faults: list[str] = field(default_factory=list)
    left: int = 0
    acknowledged: int = 0
    lost: int = 0


def prepare(home: Home) -> None:
    """An installation with four editions, two reports and five decisions, and a backup of it beside."""
    build_edition(home)
    ingest([SAMPLES / "canglan-2021.txt"], home)
    for start in range(5):
        decide(home, Decision("李主任", "reject", "a" * 64, start * 10, start * 10 + 2))
    build_edition(home)
    ingest([SAMPLES / "zhian-2021.txt"], home)
    back_up(home, home.root.with_name(KEPT), editions=True)


def make_command(kind: str, home: Home, folder: Path, chance: random.Random) -> list[str]:
    """The arguments of a command of some kind that has something to do."""
    if kind == "ingest":
        incoming = folder / "incoming"
        shutil.rmtree(incoming, ignore_errors=True)
        incoming.mkdir()
        for name in ("canglan-2022.md", "canglan-2023.txt"):
            text = (SAMPLES / name).read_text(encoding="utf-8")
            (incoming / name).write_text(f"{text}\n另购置扫描仪{chance.randrange(10**6)}台。\n", encoding="utf-8")
        if chance.random() < 0.25:  # parsed in a process of its own
            lines = (SAMPLES / "zhian-2023.txt").read_text(encoding="utf-8").splitlines()
            page = "".join(f"<p>{line}</p>" for line in [*lines, f"另购置扫描仪{chance.randrange(10**6)}台。"])
            (incoming / "zhian-2023.html").write_text(f"<html><meta charset=utf-8><body>{page}</body></html>", encoding="utf-8")
        return ["ingest", str(incoming), "--workers", chance.choice("112")]
    if kind == "rollback":
        others = [number for number in list_numbers(home) if number != current_number(home)]
        return ["editions", "rollback", str(chance.choice(others))]
    if kind == "prune":
        return ["editions", "prune", "--keep", str(chance.choice((1, 2)))]
    if kind == "backup":
        (home.root / MADE).unlink(missing_ok=True)
        return ["backup", str(home.root / MADE), *chance.choice(((), ("--editions",)))]
    if kind == "restore":
        return ["restore", str(home.root.with_name(KEPT)), "--replace"]
    return {"build": ["build"], "decide": ["decide", "12"]}[kind]


def run_killed(home: Home, command: list[str], moment: Moment) -> Run:
    """Run a command until it is killed at the moment, or ends."""
    read_end, write_end = os.pipe()
    voice = home.root.with_name("said.txt")  # no pipe: what the command started could hold its other end
    told = {"call": moment.call, "sign": moment.sign, "side": moment.side, "delay": moment.delay, "trace": write_end}
    begun = time.monotonic()
    with voice.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.driver", json.dumps(told), *command],
            cwd=PROJECT,
            env=os.environ | {"YEARBOOK_DATA": str(home.root)},
            pass_fds=(write_end,),
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    os.close(write_end)
    try:
        process.wait(PATIENCE if moment.seconds is None else moment.seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        if moment.seconds is None:
            raise
    took = time.monotonic() - begun
    _require_ended(process.pid)
    with os.fdopen(read_end, encoding="utf-8") as trace:
        calls = tuple(trace.read().splitlines())
    killed, words = process.returncode == -signal.SIGKILL, voice.read_text(encoding="utf-8", errors="ignore")
    if not killed and process.returncode != 0:
        raise Unsafe(f"{' '.join(command)} failed: {words}")
    return Run(killed, calls, words, took)


def _require_ended(group: int) -> None:
    """Raises Unsafe where a process that a killed command had started goes on for more than some seconds."""
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    os.killpg(group, signal.SIGKILL)
    raise Unsafe(f"what the killed command had started still ran {GRACE:.0f} seconds later")


def try_moment(home: Home, kind: str, command: list[str], moment: Moment) -> Outcome:
    """Kill a command at a moment and look at what it leaves; the next writer is let loose on it, too."""
    before = Remembered(home)
    aim = int(command[-1]) if kind == "rollback" else next_number(home) if kind in ("ingest", "build") else before.current
    run = run_killed(home, command, moment)
    outcome = Outcome(kind, run.phase, "unchanged", left=len(find_leftovers(home)))
    if kind == "restore":
        _look_at_restore(home, before, run, outcome)
    else:
        if kind in ("ingest", "build", "rollback"):
            outcome.edition = "new" if current_number(home) == aim != before.current else "old"
        outcome.faults += before.find_losses(home, run, kind, aim)
        _count_decisions(home, before, run, outcome)
    outcome.faults += find_faults(home)
    if kind == "ingest":
        ingest([Path(command[1])], home)
        if not {note.name for note in list_reports(home)} >= {file.name for file in Path(command[1]).iterdir()}:
            outcome.faults.append("ingesting again did not keep the reports")
    if kind == "backup":
        outcome.faults += _look_at_backup(home, run)
        back_up(home, home.root / MADE)
    decide(home, Decision("李主任", "confirm", "c" * 64, 0, 1))
    build_edition(home)
    outcome.faults += [f"left behind: {name}" for name in find_leftovers(home)]
    return outcome


def _count_decisions(home: Home, before: Remembered, run: Run, outcome: Outcome) -> None:
    """How many decisions had been acknowledged until the end, and how many of them are no longer there."""
    acknowledged = [*before.decisions, *re.findall(r"^d[0-9a-f]{12}$", run.said, re.MULTILINE)]
    found = {decision.decision_id for decision in list_decisions(home)}
    outcome.acknowledged, outcome.lost = len(acknowledged), sum(one not in found for one in acknowledged)
    if outcome.lost:
        outcome.faults.append(f"{outcome.lost} decisions are lost")


def _look_at_restore(home: Home, before: Remembered, run: Run, outcome: Outcome) -> None:
    """Everything is as it was, or as the backup has it and what was there stands aside: once the next writer has come by."""
    with writer_lock(home):
        pass
    asides = set(home.root.glob("replaced-*")) - before.asides
    with tempfile.TemporaryDirectory() as folder:
        kept = Home(Path(folder))
        restore(kept, home.root.with_name(KEPT))
        wanted = Remembered(kept) if asides else before
    outcome.edition = "new" if asides else "old"
    if not Remembered(home).is_like(wanted):
        outcome.faults.append(f"the installation is not the {outcome.edition} one")
    for aside in asides:
        if not Remembered(Home(aside)).is_like(before):
            outcome.faults.append(f"what stood there before is not whole in {aside.name}")
    if not asides and not run.killed:
        outcome.faults.append("nothing was restored")
    _count_decisions(Home(asides.pop()) if asides else home, before, run, outcome)


def _look_at_backup(home: Home, run: Run) -> list[str]:
    """A backup that is there is whole; one that was announced is there."""
    file = home.root / MADE
    if not file.exists():
        return [] if run.killed else ["the backup is not there"]
    with tempfile.TemporaryDirectory() as folder:
        restore(Home(Path(folder)), file)
        return [] if Remembered(Home(Path(folder))).decisions == Remembered(home).decisions else ["the backup lacks decisions"]


class Remembered:
    """What an installation holds before a command is killed."""

    def __init__(self, home: Home) -> None:
        self.current = current_number(home)
        self.editions = {number: read_note(home, number).sha256 for number in list_numbers(home)}
        self.decisions = [decision.decision_id for decision in list_decisions(home)]
        self.reports = {note.report_id for note in list_reports(home)}
        self.asides = set(home.root.glob("replaced-*"))

    def is_like(self, other: Remembered) -> bool:
        """Whether both hold the same."""
        names = ("current", "editions", "decisions", "reports")
        return all(getattr(self, name) == getattr(other, name) for name in names)

    def find_losses(self, home: Home, run: Run, kind: str, aim: int | None) -> list[str]:
        """What is no longer as it was, or not as the command had acknowledged."""
        faults = []
        current = current_number(home)
        if current not in (self.current, aim):
            faults.append(f"the pointer says {current}, neither {self.current} nor {aim}")
        if kind in ("ingest", "build", "rollback") and str(aim) in re.findall(r"第 (\d+) 版", run.said) and current != aim:
            faults.append(f"edition {aim} was announced, {current} is the current one")
        for number, sha256 in self.editions.items():
            if number not in list_numbers(home):
                faults += [] if kind == "prune" and number != self.current else [f"edition {number} is gone"]
            elif check_edition(home, number).sha256 != sha256:
                faults.append(f"edition {number} changed")
        if [decision.decision_id for decision in list_decisions(home)][: len(self.decisions)] != self.decisions:
            faults.append("the journal does not begin as it did")
        if not self.reports <= {note.report_id for note in list_reports(home)}:
            faults.append("a report is lost")
        return faults


def find_faults(home: Home) -> list[str]:
    """Whether pages could go on: the current edition opens, `check` is content, every edition and report is whole."""
    faults = []
    with open_warehouse(home) as warehouse:
        [facts] = warehouse.ask("edition")["facts"]
        if facts != read_note(home, warehouse.number).facts or warehouse.facts().empty:
            faults.append("the current edition is not the one of its note")
    for number in list_numbers(home):
        check_edition(home, number)
    for note in list_reports(home):
        read_source(home, note.report_id)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        os.environ["YEARBOOK_DATA"] = str(home.root)
        if main(["check"]) != 0:
            faults.append(f"check: {said.getvalue()}")
    return faults


def find_leftovers(home: Home) -> list[str]:
    """Files and folders that no reader and no writer will ever look at again."""
    names = [path.relative_to(home.root).as_posix() for path in home.root.rglob("*")]
    whole = {number for number in list_numbers(home) if (home.editions / f"{number}.json").exists()}
    notes = {f"editions/{name}" for name in (file.name for file in home.editions.glob("*.json")) if name[:-5].isdecimal()}
    orphans = notes - {f"editions/{number}.json" for number in whole}
    return [name for name in names if re.search(LEFTOVERS, f"/{name}")] + sorted(orphans)
