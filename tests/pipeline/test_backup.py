"""A backup brings everything back to the byte; a restore is done whole or not at all."""

from __future__ import annotations

import io
import json
import os
import shutil
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from yearbook.__main__ import main
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline import backup as restoring
from yearbook.pipeline.backup import FORMAT, MANIFEST, NotRestored, back_up, restore
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.records.state import Decision
from yearbook.store import lock as folder_swap
from yearbook.store.audit import find_log_faults, list_entries
from yearbook.store.decisions import decide, list_decisions
from yearbook.store.lock import recover_swap, writer_lock
from yearbook.store.reports import list_reports, read_source
from yearbook.store.state import STATE, list_json_lines
from yearbook.warehouse.registry import DamagedEdition, current_number, list_numbers, require_no_edition
from yearbook.warehouse.warehouse import open_warehouse

SAMPLES = PROJECT / "data" / "samples"
DERIVED = ("writer.json", "state.sqlite-journal")


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An installation with its own record and list of sources, a report, decisions and two editions. Only for reading."""
    home = Home(tmp_path_factory.mktemp("used") / "data")
    shutil.copytree(PROJECT / "data" / "record", home.root / "record")
    (home.root / "sources.csv").write_text("agency,kind,address\n甲,list,https://www.example.gov.cn/a/\n", encoding="utf-8")
    build_edition(home)
    decide(home, Decision("王审核", "reject", "a" * 64, 3, 5, why="不是在职人数"))
    ingest([SAMPLES / "canglan-2021.txt"], home)
    return home


@pytest.fixture(scope="module")
def backup(used: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "备份.zip"
    back_up(used, file, editions=True)
    return file


def content(home: Home, *folders: str) -> dict[str, bytes]:
    """Everything that counts, by name."""
    found = (path for folder in folders for path in (home.root / folder, *(home.root / folder).rglob("*")) if path.is_file())
    kept = (path for path in found if not path.name.startswith(".") and path.name not in DERIVED)
    files = {path.relative_to(home.root).as_posix(): path.read_bytes() for path in kept}
    state = files.pop(f"decisions/{STATE}", None)
    return files | ({table: b"".join(list_json_lines(home, table)) for table in ("decisions", "reports")} if state else {})


def everything(home: Home) -> dict[str, bytes]:
    return content(home, "reports", "decisions", "record", "catalogue", "editions", "sources.csv")


def test_what_is_restored_is_the_same_to_the_byte(used: Home, backup: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "new")
    done = restore(home, backup)
    assert everything(home) == everything(used)
    assert (done.reports, done.editions, done.aside) == (1, 2, None)
    assert [entry.act for entry in list_entries(home)] == [*(entry.act for entry in list_entries(used)), "restore"]
    assert open_warehouse(home).facts().equals(open_warehouse(used).facts())
    assert sorted(path.name for path in home.root.iterdir()) == ["decisions", "editions", "record", "reports", "sources.csv"]


def test_without_the_editions_the_same_facts_are_built_again(used: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, home = tmp_path / "small.zip", Home(tmp_path / "new")
    back_up(used, file)
    assert restore(home, file).editions == 0
    assert content(home, "reports", "decisions", "record") == content(used, "reports", "decisions", "record")
    assert current_number(home) is None
    assert build_edition(home).reports_read == 1
    assert open_warehouse(home).facts().equals(open_warehouse(used).facts())
    monkeypatch.setenv("YEARBOOK_DATA", str(home.root))
    assert main(["check"]) == 0


def test_a_house_that_is_lived_in_is_left_alone_unless_told(used: Home, backup: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    build_edition(home)
    (home.root / "sources.csv").write_text("agency,kind,address\n", encoding="utf-8")
    kept = decide(home, Decision("李主任", "reject", "b" * 64, 1, 2))
    before = everything(home)
    with pytest.raises(NotRestored, match=r"decisions、editions、sources\.csv.*--replace"):
        restore(home, backup)
    assert everything(home) == before
    done = restore(home, backup, replace=True)
    assert everything(home) == everything(used)
    assert done.aside is not None
    assert everything(Home(done.aside)) == before
    assert list_decisions(Home(done.aside)) == [kept]
    with writer_lock(home, timeout=1):
        pass


def rewritten(backup: Path, target: Path, changed: dict[str, bytes | None], relist: bool = False, format_: str = FORMAT) -> Path:
    """The backup with other members, None for one left out; `relist` makes the manifest agree."""
    from hashlib import sha256

    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()} | changed
    kept = {name: data for name, data in members.items() if data is not None and name != MANIFEST}
    manifest = json.loads(members[MANIFEST] or b"{}") | {"format": format_}
    if relist:
        manifest["files"] = [{"name": n, "bytes": len(d), "sha256": sha256(d).hexdigest()} for n, d in kept.items()]
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in kept.items():
            archive.writestr(zipfile.ZipInfo(name), data)
        archive.writestr(MANIFEST, json.dumps(manifest))
    return target


ELSEWHERE = (
    "../outside.txt",
    "/outside.txt",
    "reports/../../outside.txt",
    "reports/./x",
    "reports//x",
    "C:/outside.txt",
    "reports\\..\\outside.txt",
    "decisions/.lock",
    ".restoring.json",
    "outside.txt",
    "editions",
    "sources.csv/a",
    "record/a\nb",
)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_name_that_leads_elsewhere_is_refused(backup: Path, tmp_path: Path, name: str) -> None:
    file, home = rewritten(backup, tmp_path / "bad.zip", {name: b"x"}, relist=True), Home(tmp_path / "in" / "data")
    with pytest.raises(NotRestored, match=r"指向数据文件夹以外|清单不符"):
        restore(home, file)
    assert everything(home) == {}
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file() and not path.name.startswith(".")) == ["bad.zip"]


def test_a_backup_that_was_changed_is_refused_whole(backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    files = {
        "a figure otherwise": rewritten(backup, tmp_path / "1.zip", {"record/figures.csv": b"agency"}),
        "a file less": rewritten(backup, tmp_path / "2.zip", {"record/figures.csv": None}),
        "a file more": rewritten(backup, tmp_path / "3.zip", {"record/more.csv": b"x"}),
        "no manifest that can be read": rewritten(backup, tmp_path / "4.zip", {}),
    }
    with zipfile.ZipFile(files["no manifest that can be read"], "w") as archive:
        archive.writestr(MANIFEST, "[1]")
    for name, data in (("cut", whole[: len(whole) // 2]), ("empty", b""), ("else", b"no zip"), ("flipped", _flip(whole))):
        files[name] = tmp_path / f"{name}.zip"
        files[name].write_bytes(data)
    for what, file in files.items():
        home = Home(tmp_path / what)
        with pytest.raises(NotRestored, match=r"备份"):
            restore(home, file)
        assert everything(home) == {}, what
        assert not list(home.root.glob(".restor*")), what


def _flip(content: bytes) -> bytes:
    at = len(content) // 3
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def test_a_member_larger_than_listed_is_not_unpacked(backup: Path, tmp_path: Path) -> None:
    """A few bytes that become many: no more is written than the manifest says."""
    packed = io.BytesIO()
    with zipfile.ZipFile(backup) as archive, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in archive.namelist():
            bomb.writestr(name, b"0" * 50_000_000 if name.endswith("/source") else archive.read(name))
    file, home = tmp_path / "bomb.zip", Home(tmp_path / "data")
    file.write_bytes(packed.getvalue())
    with pytest.raises(NotRestored, match="source"):
        restore(home, file)
    assert everything(home) == {}


class Killed(BaseException):
    """Stands for a SIGKILL: nothing after it is done by the same process."""


def stop_at(monkeypatch: pytest.MonkeyPatch, moment: int) -> None:
    """Stop a restore at one of its moves, at its commit or after it; what would make good an error does not run."""
    moves, real, finish = 0, folder_swap.os.replace, folder_swap.finish_swap

    def move(source: Path, target: Path) -> None:
        nonlocal moves
        if folder_swap.INCOMING in str(source) or "replaced-" in str(target):
            moves += 1
            if moves > moment:
                raise Killed
        real(source, target)

    def end(home: Home) -> None:
        if moves == moment:
            raise Killed
        finish(home)

    monkeypatch.setattr(folder_swap.os, "replace", move)
    monkeypatch.setattr(restoring, "finish_swap", end)
    monkeypatch.setattr(restoring, "undo_swap", lambda _: None)
    monkeypatch.setattr(restoring, "logged_write", stop)


def stop(*_: object, **__: object) -> None:
    raise Killed


def is_stopped(home: Home, backup: Path, monkeypatch: pytest.MonkeyPatch, moment: int) -> bool:
    """Restore a backup and stop it at a moment; False where it ended before that."""
    with monkeypatch.context() as stopped:
        stop_at(stopped, moment)
        try:
            restore(home, backup, replace=True)
        except Killed:
            return True
    return False


def test_a_restore_that_was_stopped_leaves_the_old_installation_or_the_new_one(
    used: Home, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped before each of its moves and after the last: the next writer finds the one or the other, never half of each."""
    found = []
    for moment in range(20):
        home = Home(tmp_path / f"data{moment}")
        build_edition(home)
        decide(home, Decision("李主任", "reject", "b" * 64, 1, 2))
        before = everything(home)
        if not is_stopped(home, backup, monkeypatch, moment):
            break
        with writer_lock(home, timeout=1):
            found.append("new" if everything(home) == everything(used) else "old")
        assert found[-1] == "new" or everything(home) == before
        assert not list(home.root.glob(".restor*"))
        asides = list(home.root.glob("replaced-*"))
        assert [everything(Home(aside)) for aside in asides] == ([before] if found[-1] == "new" else [])
    assert found[-1] == "new"
    assert found[:-1] == ["old"] * (len(found) - 1)
    assert len(found) >= 9


def test_readers_of_a_stopped_restore_find_the_old_edition_and_publish_none(
    used: Home, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for moment in range(20):
        home = Home(tmp_path / f"data{moment}")
        build_edition(home)
        before = everything(home)
        if not is_stopped(home, backup, monkeypatch, moment):
            break
        assert current_number(home) is not None  # at each moment the pointer names an edition, the old or the new
        recover_swap(home)
        assert everything(home) in (before, everything(used))
    assert moment > 8


def test_whoever_only_reads_builds_no_edition_where_the_pointer_alone_is_gone(used: Home) -> None:
    (used.editions / "current").unlink()
    with pytest.raises(DamagedEdition, match="rollback 2"):
        require_no_edition(used)


def test_a_decision_after_a_stopped_restore_belongs_to_the_old_installation(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "data")
    first = decide(home, Decision("李主任", "reject", "b" * 64, 1, 2))
    with monkeypatch.context() as stopped:
        stop_at(stopped, 4)
        with pytest.raises(Killed):
            restore(home, backup, replace=True)
    second = decide(home, Decision("王审核", "reject", "d" * 64, 3, 4))
    assert not list(home.root.glob(".restor*"))
    assert list_decisions(home) == [first, second]
    assert [entry.act for entry in list_entries(home)] == ["decide", "decide"]


def test_a_restore_that_fails_is_undone_at_once_and_logged(backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path / "data")
    build_edition(home)
    before = everything(home)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as failing:
        failing.setattr(restoring, "replace_tables", refuse)
        with pytest.raises(OSError, match="No space"):
            restore(home, backup, replace=True)
    assert everything(home) == before
    assert sorted(path.name for path in home.root.iterdir()) == ["decisions", "editions"]
    assert [(entry.act, entry.failed) for entry in list_entries(home)][-1] == ("restore", True)
    assert find_log_faults(home, {}) == {}


def test_a_decision_during_a_restore_waits_and_is_kept(
    used: Home, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "data")
    decide(home, Decision("李主任", "reject", "b" * 64, 1, 2))
    kept: list[Decision] = []
    deciding = threading.Thread(target=lambda: kept.append(decide(home, Decision("王审核", "reject", "d" * 64, 3, 4))))
    real = restoring.swap_folders

    def swap(*given: Any) -> None:
        deciding.start()
        real(*given)

    monkeypatch.setattr(restoring, "swap_folders", swap)
    restore(home, backup, replace=True)
    deciding.join()
    assert list_decisions(home) == [*list_decisions(used), *kept]


def test_a_backup_of_an_older_version_is_restored(used: Home, tmp_path: Path) -> None:
    """One with journal.jsonl, audit.jsonl and report.json in the place of the database."""
    file, home = tmp_path / "new.zip", Home(tmp_path / "data")
    back_up(used, file)
    decisions, entries = list_decisions(used), list_entries(used)
    [note] = list_reports(used)
    old = rewritten(
        file,
        tmp_path / "old.zip",
        {
            "decisions/journal.jsonl": b"".join(list_json_lines(used, "decisions")),
            "decisions/audit.jsonl": b"".join(list_json_lines(used, "audit")),
            f"reports/{note.report_id}/report.json": b"".join(list_json_lines(used, "reports")),
            f"decisions/{STATE}": None,
        }
        | {f"json/{table}.jsonl": None for table in ("audit", "decisions", "reports")},
        relist=True,
        format_="yearbook backup 1",
    )
    restore(home, old)
    assert list_decisions(home) == decisions
    assert list_reports(home) == [note]
    assert list_entries(home)[:-1] == entries
    assert find_log_faults(home, {}) == {}
    assert build_edition(home).note.facts


def test_a_backup_holds_the_tables_as_json_lines(backup: Path, used: Home) -> None:
    with zipfile.ZipFile(backup) as archive:
        lines = {name: archive.read(name) for name in archive.namelist() if name.startswith("json/")}
    assert lines["json/decisions.jsonl"] == b"".join(list_json_lines(used, "decisions"))
    assert lines["json/reports.jsonl"].count(b"\n") == 1
    assert json.loads(lines["json/audit.jsonl"].splitlines()[-1])["act"] == "backup"


def test_what_killed_backups_and_restores_left_goes_with_the_next(backup: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    gone, mine = home.root / ".restore.4711", tmp_path / ".old.zip.99999999.partial"
    (gone / "reports").mkdir(parents=True)
    mine.write_bytes(b"PK")
    (tmp_path / f".other.zip.{os.getpid()}.partial").write_bytes(b"PK")  # of a writer that lives
    restore(home, backup)
    assert not gone.exists()
    back_up(home, tmp_path / "new.zip")
    assert not mine.exists()
    assert (tmp_path / f".other.zip.{os.getpid()}.partial").exists()


def test_a_full_disk_leaves_the_house_as_it_was(backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path / "data")
    with monkeypatch.context() as small:
        small.setattr(restoring.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
        with pytest.raises(NotRestored, match="腾出空间"):
            restore(home, backup)

    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(restoring.os, "fsync", refuse)
        with pytest.raises(OSError, match="No space"):
            restore(home, backup)
    assert everything(home) == {}
    assert not list(home.root.glob(".restor*"))


def test_a_backup_taken_while_others_write_is_whole(tmp_path: Path) -> None:
    home, over = Home(tmp_path / "data"), threading.Event()
    build_edition(home)

    def keep_deciding() -> None:
        for number in range(10_000):
            decide(home, Decision("王审核", "reject", "c" * 64, number, number + 1, why="越" * 200))
            if over.is_set():
                return

    writers = [threading.Thread(target=keep_deciding), threading.Thread(target=ingest, args=([SAMPLES], home))]
    for writer in writers:
        writer.start()
    try:
        for turn in range(3):
            back_up(home, tmp_path / f"{turn}.zip", editions=True)
    finally:
        over.set()
        for writer in writers:
            writer.join()
    decided = list_decisions(home)
    for turn in range(3):
        copy = Home(tmp_path / f"copy{turn}")
        restore(copy, tmp_path / f"{turn}.zip")
        kept = list_decisions(copy)
        assert decided[: len(kept)] == kept
        for note in list_reports(copy):
            read_source(copy, note.report_id)
        assert open_warehouse(copy).number == max(list_numbers(copy))


def test_the_commands_say_what_they_did(
    used: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YEARBOOK_DATA", str(used.root))
    assert main(["backup", str(tmp_path / "b.zip")]) == 0
    assert "报告 1 份" in capsys.readouterr().out
    assert main(["backup", str(tmp_path / "b.zip")]) == 2
    assert "换一个名称" in capsys.readouterr().err
    assert main(["restore", str(tmp_path / "b.zip")]) == 1
    assert "--replace" in capsys.readouterr().err
    monkeypatch.setenv("YEARBOOK_DATA", str(tmp_path / "new"))
    assert main(["restore", str(tmp_path / "b.zip")]) == 0
    assert "python -m yearbook build" in capsys.readouterr().out
