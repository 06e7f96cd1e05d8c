"""ingest from the shell: its report as a table and as JSON, nothing stored by a dry run, nothing done twice after a stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import fields
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Ran
from yearbook.catalogue.files import PROJECT, Home
from yearbook.catalogue.messages import translate
from yearbook.cli.ingest import print_edition
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.publish import FileOutcome
from yearbook.store.reports import list_reports
from yearbook.warehouse.registry import EditionNote, list_editions

PROSE = "各单位按照年度安排推进保障和节约工作，制度进一步健全，服务对象反映良好，各项任务按期完成。"


def _report(year: int, piles: int = 40) -> str:
    return f"【示例】芷岸市机关事务管理局{year}年度工作报告\n\n{year}年，全市新建充电桩{piles}个。{PROSE}\n"


def _told(ran: Ran) -> dict[str, object]:
    told = json.loads(ran.out)
    assert isinstance(told, dict)
    return told


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Two reports, one of them in a ZIP, and a file without words."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "2022.txt").write_text(_report(2022), encoding="utf-8")
    (folder / "empty.txt").touch()
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("2023.txt", _report(2023))
    return folder


def test_the_json_report_names_every_file_and_the_edition(run: Command, inbox: Path) -> None:
    ran = run("ingest", inbox, "--json")
    told = _told(ran)
    assert ran.status == 1
    assert set(told) == {"dry_run", "files", "counts", "edition", "joined", "gone"}
    assert told["counts"] == {"added": 2, "known": 0, "refused": 1}
    files = told["files"]
    assert isinstance(files, list)
    assert all(set(file) == {field.name for field in fields(FileOutcome)} for file in files)
    fates = {Path(file["path"]).name: file["fate"] for file in files}
    assert fates == {"2022.txt": "added", "empty.txt": "refused", "2023.txt": "added"}
    assert [file["year"] for file in files if file["fate"] == "added"] == [2022, 2023]
    assert all(file["figures"] == 1 for file in files if file["fate"] == "added")
    edition = told["edition"]
    assert isinstance(edition, dict)
    assert set(edition) == {field.name for field in fields(EditionNote)}
    assert edition["reports"] == 2
    assert len(ran.err.splitlines()) == 1
    assert translate("documents.empty") in ran.err


def test_both_ways_to_ask_for_json_give_the_same(run: Command, inbox: Path) -> None:
    assert run("ingest", "--dry-run", inbox, "--json").out == run("ingest", "--dry-run", inbox, "--format", "json").out


def test_a_dry_run_tells_the_same_and_stores_nothing(run: Command, inbox: Path, tmp_path: Path) -> None:
    dry = _told(run("ingest", "--dry-run", "--json", inbox))
    assert dry["edition"] is None
    assert not (tmp_path / "data").exists()
    wet = _told(run("ingest", "--json", inbox))
    assert wet["files"] == dry["files"]


def test_the_table_has_a_line_for_each_report(run: Command, inbox: Path) -> None:
    (inbox / "[bold].txt").write_text(_report(2021), encoding="utf-8")
    ran = run("ingest", inbox)
    for name in ("2022.txt", "more.zip/2023.txt", "[bold].txt"):
        [line] = [line for line in ran.out.splitlines() if name in line]
        assert translate("import.fate_added") in line
    assert "empty.txt" not in ran.out
    assert translate("commands.ingest_sum", files=4, added=3, known=0, refused=1) in ran.out


def test_the_table_tells_of_a_newer_version(run: Command, tmp_path: Path) -> None:
    for name, piles in (("a.txt", 40), ("b.txt", 45)):
        (tmp_path / name).write_text(_report(2022, piles), encoding="utf-8")
        ran = run("ingest", tmp_path / name)
    assert translate("import.remark_replaces", added=0, revised=1, removed=0) in ran.out
    assert "修订 1" in next(line for line in ran.out.splitlines() if "第 2 版" in line)


def test_the_table_tells_of_a_copy_in_another_encoding(run: Command, tmp_path: Path) -> None:
    for name, encoding in (("a.txt", "utf-8"), ("b.txt", "gb18030")):
        (tmp_path / name).write_text(_report(2022), encoding=encoding)
        ran = run("ingest", tmp_path / name)
    assert translate("import.remark_copy") in ran.out


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep names as characters")
def test_a_name_that_is_no_utf8_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    names = ("/总结.txt".encode("gbk"), b"/\xff\xfe.txt", b"/no\xff.txt")
    gbk, broken, missing = (os.fsencode(tmp_path) + name for name in names)
    Path(os.fsdecode(gbk)).write_text(_report(2022), encoding="utf-8")
    Path(os.fsdecode(broken)).write_bytes(b"")
    last = tmp_path / "甲.txt"
    last.write_text(_report(2023), encoding="utf-8")
    environment = {**os.environ, "YEARBOOK_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-m", "yearbook", "ingest", "--json", gbk, broken, missing, str(last)]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, encoding="utf-8")
    fates = {Path(file["path"]).name: file["fate"] for file in json.loads(done.stdout)["files"]}
    assert list(fates.values()) == ["added", "refused", "refused", "added"]
    assert "总结.txt" in fates
    assert "Traceback" not in done.stderr
    backed = subprocess.run(
        [sys.executable, "-m", "yearbook", "backup", os.fsencode(tmp_path) + b"/\xff.zip"],
        cwd=PROJECT, env=environment, capture_output=True,
    )  # fmt: skip
    assert (backed.returncode, backed.stderr) == (0, b"")


def test_a_run_that_is_killed_is_gone_on_with(tmp_path: Path) -> None:
    """Killed while it reads; started again, nothing is read twice, nothing is missing, and one edition holds all."""
    inbox, home = tmp_path / "inbox", Home(tmp_path / "data")
    inbox.mkdir()
    years = range(1990, 2040)
    for year in years:
        (inbox / f"{year}.txt").write_text(_report(year), encoding="utf-8")
    command = [sys.executable, "-m", "yearbook", "ingest", "--json", str(inbox)]
    environment = os.environ | {"YEARBOOK_DATA": str(home.root)}
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as stopped:
        until = time.monotonic() + 120
        while len(_originals(home)) < 3 and stopped.poll() is None and time.monotonic() < until:
            time.sleep(0.002)
        stopped.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        stopped.communicate()
    assert stopped.returncode != 0, "it ended before it could be stopped"
    assert list_editions(home) == []
    done = len(list_reports(home))  # an original without its row in the database is brought in again
    assert 2 <= done < len(years)
    again = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, encoding="utf-8", check=True)
    counts = json.loads(again.stdout)["counts"]
    assert counts == {"added": len(years) - done, "known": done, "refused": 0}
    [edition] = list_editions(home)
    assert (edition.reports, len(list_reports(home))) == (len(years), len(years))
    assert not [folder for folder in home.reports.iterdir() if folder.name.startswith(".")]


def _originals(home: Home) -> list[Path]:
    """The folders of the originals that are there by now."""
    return list(home.reports.glob("[!.]*")) if home.reports.is_dir() else []


def test_an_edition_that_another_writer_made_meanwhile_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home, file = Home(tmp_path / "data"), tmp_path / "report.txt"
    monkeypatch.setenv("YEARBOOK_DATA", str(home.root))
    file.write_text(_report(2023), encoding="utf-8")

    def build_beside(*_: object) -> None:
        build_edition(home)

    print_edition(ingest([file], home, progress=build_beside))
    assert capsys.readouterr().out == "其他任务同时生成的第 1 版已收录这些报告，未另生成新版本\n"
