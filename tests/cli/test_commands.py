"""ingest, build, export, editions, check, bench: what they say, and how they end."""

from __future__ import annotations

import csv
import json
import os
import shlex
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.measure import Measure, Settings
from tests.cli.conftest import Command
from tests.recorded import FIGURES
from yearbook.__main__ import COMMANDS
from yearbook.catalogue.files import PROJECT, Home, home
from yearbook.store.audit import account_name
from yearbook.warehouse.warehouse import open_warehouse

SHARED = PROJECT.parent / "shared"


def test_wrong_usage_is_one_line_and_status_2(run: Command) -> None:
    for arguments in (["nonsense"], [], ["export", "--format", "doc"], ["editions", "prune", "--keep", "0"], ["ingest"]):
        ran = run(*arguments)
        assert ran.status == 2, arguments
        assert len(ran.err.splitlines()) == 1, arguments


def test_every_command_explains_itself(run: Command) -> None:
    for command in COMMANDS:
        ran = run(command, "--help")
        assert ran.status == 0
        assert command in ran.out


def test_the_first_word_is_given_without_loading_what_it_does_not_need() -> None:
    code = "import sys, yearbook.__main__ as it\ntry: it.main(['-h'])\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT, encoding="utf-8", check=True)
    assert {"pandas", "duckdb", "streamlit", "plotly", "pyarrow"}.isdisjoint(ran.stderr.split())


def test_without_an_edition_one_line_says_what_to_do(run: Command) -> None:
    for arguments in (["export"], ["editions"], ["editions", "rollback", "1"], ["check"]):
        ran = run(*arguments)
        assert ran.status == 1
        assert "python -m yearbook build" in ran.err
        assert len(ran.err.splitlines()) == 1


def test_build_publishes_the_record_and_if_missing_does_it_once(run: Command) -> None:
    assert "第 1 版" in run("build", "--if-missing").out
    assert run("build", "--if-missing").out == ""
    assert str(FIGURES) in run("build").out
    assert run("check").status == 0


def test_export_writes_what_was_asked_for(run: Command, tmp_path: Path) -> None:
    run("build")
    file = tmp_path / "hunan.csv"
    ran = run("export", "--region", "430000", "--year", "2020", "--format", "csv", "-o", file)
    assert ran.status == 0
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 28
    assert {row["province_code"] for row in rows} == {"430000"}
    assert {row["year"] for row in rows} == {"2020"}
    run("export", "--topic", "vehicles", "--from", "2019", "--level", "province", "-o", tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").read_bytes().startswith(b"PK")


def test_export_names_the_file_itself_where_none_is_given(run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("build")
    monkeypatch.chdir(tmp_path)
    run("export", "--region", "430000", "--year", "2020")
    assert (tmp_path / "机关事务_湖南_2020_版本1.csv").is_file()


def test_a_code_that_is_in_no_catalogue_is_wrong_usage_not_an_empty_file(run: Command, tmp_path: Path) -> None:
    run("build")
    for option, value in (
        ("--region", "43"),
        ("--topic", "cars"),
        ("--metric", "vehicles.flying"),
        ("--agency", "x"),
        ("--level", "x"),
        ("--year", "x"),
    ):
        ran = run("export", option, value, "-o", tmp_path / "x.csv")
        assert ran.status == 2, option
        assert value in ran.err
    assert run("export", "--year", "2020", "--from", "2019").status == 2
    assert not (tmp_path / "x.csv").exists()


def test_an_export_names_its_edition_and_can_be_made_again(run: Command, tmp_path: Path) -> None:
    for _ in range(2):
        run("build")
    run("export", "--region", "430000", "--edition", 1, "--format", "zip", "-o", tmp_path / "first.zip")
    with zipfile.ZipFile(tmp_path / "first.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["edition"] == 1
    assert run(*shlex.split(manifest["command"])[3:], "-o", tmp_path / "again.zip").status == 0
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "first.zip").read_bytes()
    assert run("export", "--edition", 3).status == 1
    assert run("export", "--edition", "x").status == 2


def test_an_export_that_is_cut_short_leaves_the_old_file(run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("build")
    file = tmp_path / "out.csv"
    run("export", "--region", "430000", "-o", file)
    before = file.read_bytes()
    monkeypatch.setattr(os, "fsync", _fail)
    ran = run("export", "-o", file)
    assert ran.status == 1
    assert len(ran.err.splitlines()) == 1
    assert file.read_bytes() == before
    assert [left.name for left in tmp_path.iterdir() if left.name.endswith(".partial")] == []


def test_an_export_to_nowhere_names_the_file(run: Command, tmp_path: Path) -> None:
    run("build")
    ran = run("export", "--region", "430000", "-o", tmp_path / "nowhere" / "out.csv")
    assert ran.status == 1
    assert str(tmp_path / "nowhere" / "out.csv") in ran.err


def test_an_export_goes_through_a_pipe(run: Command, tmp_path: Path) -> None:
    run("build")
    command = [sys.executable, "-m", "yearbook", "export", "--region", "430000", "--year", "2020", "-o", "-"]
    env = {**os.environ, "YEARBOOK_DATA": str(tmp_path / "data")}
    ran = subprocess.run(command, capture_output=True, cwd=PROJECT, check=True, env=env)
    assert len(ran.stdout.splitlines()) == 29


def test_editions_are_listed_compared_rolled_back_and_pruned(run: Command) -> None:
    for _ in range(3):
        run("build")
    assert [line.startswith("*") for line in run("editions").out.splitlines()] == [False, False, True]
    assert "相同" in run("editions", "diff", 1, 3).out
    assert run("editions", "diff", 1, 9).status == 1
    assert run("editions", "rollback", 2).status == 0
    assert [line.startswith("*") for line in run("editions", "list").out.splitlines()] == [False, True, False]
    run("editions", "prune", "--keep", 1)
    assert len(run("editions").out.splitlines()) == 2


def test_ingest_says_what_became_of_every_file(run: Command, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    good = tmp_path / "in" / "good.txt"
    good.write_text("兰州市机关事务管理局2021年度工作总结\n全年全市取消公务用车12辆。\n", encoding="utf-8")
    (tmp_path / "in" / "empty.txt").touch()
    dry = run("ingest", "--dry-run", tmp_path / "in")
    assert dry.status == 1
    assert not (tmp_path / "data").exists()
    ran = run("ingest", tmp_path / "in", tmp_path / "missing.txt")
    assert ran.status == 1
    assert len(ran.err.splitlines()) == 2
    assert "good.txt" in ran.out
    assert "第 1 版" in ran.out
    again = run("ingest", good)
    assert again.status == 0
    assert "未生成新版本" in again.out
    assert run("check").status == 0


def test_the_two_real_reports_add_their_words_to_the_record_once(run: Command) -> None:
    reports = sorted((SHARED / "reports").glob("*.txt"))
    if not reports:
        pytest.skip("the two reports do not lie beside this checkout")
    assert run("ingest", *reports).status == 0
    assert "未生成新版本" in run("ingest", *reports).out
    with open_warehouse(home()) as warehouse:
        facts = warehouse.facts()
        ids = warehouse.ask("reports")["report_id"]
        texts = {report_id: str(warehouse.ask("report", report_id=report_id)["text"].iloc[0]) for report_id in ids}
    read = facts[facts["report_id"].notna()]
    assert len(facts) == FIGURES
    assert len(read) == 35
    assert set(read["source_count"]) == {2}
    assert set(read["status"]) == {"verified"}
    for fact in read[read["value"] != 0].itertuples():  # a zero may be stated without a digit
        assert fact.value_as_written in texts[fact.report_id][fact.span_start : fact.span_end]


def test_check_names_every_part_that_is_broken(run: Command, tmp_path: Path) -> None:
    run("build")
    own_home = Home(tmp_path / "data")
    (own_home.editions / "1.duckdb").write_bytes(b"damaged")
    own = own_home.root / "record"
    own.mkdir()
    (own / "population.csv").write_bytes((PROJECT / "data" / "record" / "population.csv").read_bytes())
    (own / "figures.csv").write_text("fact_id\n", encoding="utf-8")
    own_home.decisions.mkdir(exist_ok=True)
    (own_home.decisions / "journal.jsonl").write_text("{}\n", encoding="utf-8")
    ran = run("check")
    assert ran.status == 1
    assert len(ran.err.splitlines()) == 3
    assert "figures.csv" in ran.err
    assert "journal.jsonl: line 1" in ran.err
    assert "第 1 版" in ran.err


def test_check_names_folders_of_reports_without_a_note(run: Command, tmp_path: Path) -> None:
    run("build")
    (Home(tmp_path / "data").reports / ("a" * 64)).mkdir(parents=True)
    ran = run("check")
    assert ran.status == 0
    assert "a" * 64 in ran.out


def test_bench_prints_ratios_and_the_machine_and_writes_its_pairs(run: Command, tmp_path: Path) -> None:
    run("build")
    ran = run("bench", "extraction", "--json", tmp_path / "bench.json", "--short")
    told = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert {measure["against"] for measure in told["measures"]} >= {"bare regex", "10 × the time of 1 ×"}
    assert all(measure["ratio"] > 0 and measure["area"] == "extraction" for measure in told["measures"])
    assert told["machine"]["duckdb"] in ran.out
    assert len(told["measures"]) == len(ran.out.splitlines()) - 1


def test_bench_gives_programs_its_measures(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    measure = Measure("ours", "theirs", "2 pairs", ((1.0, 2.0), (3.0, 2.0)))
    monkeypatch.setattr("benchmarks.extraction.measure_extraction", lambda _: [measure])
    [told] = json.loads(run("bench", "extraction", "--json").out)["measures"]
    assert told["pairs"] == [[1.0, 2.0], [3.0, 2.0]]
    assert told["ratio"] == pytest.approx(1.0)  # the median of two
    assert 0.5 <= told["spread"][0] <= told["spread"][1] <= 1.5


def test_bench_says_where_it_is_to_be_had_from_a_wheel_that_does_not_carry_it(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yearbook.cli.bench.find_spec", lambda _: None)
    ran = run("bench", "extraction")
    assert ran.status == 1
    assert "make bench" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_bench_refuses_an_area_that_there_is_not(run: Command) -> None:
    ran = run("bench", "weather")
    assert ran.status == 2
    assert "weather" in ran.err
    assert "extraction" in ran.err


def test_bench_says_what_met_its_target_and_goes_on_after_an_area_that_fails(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def measure(_: Settings) -> Iterator[Measure]:
        yield Measure("memory", "limit", "1 edition", ((300.0, 400.0),), target=1.0, unit="MB")
        yield Measure("page", "plain page", "1 page", ((0.5, 1.0),), target=0.35)
        raise RuntimeError("no browser")

    monkeypatch.setattr("benchmarks.warehouse.measure_warehouse", measure)
    monkeypatch.setattr("benchmarks.extraction.measure_extraction", lambda _: [_plain_measure()])
    ran = run("bench", "warehouse", "extraction")
    assert ran.status == 1
    assert "warehouse" in ran.err
    assert "no browser" in ran.err
    _, memory, page, plain = ran.out.splitlines()
    assert memory.endswith("300 MB : 400 MB = 0.75 (0.75 … 0.75)  ≤ 1.00 达标")
    assert page.endswith("500.00 ms : 1000.00 ms = 0.50 (0.50 … 0.50)  ≤ 0.35 未达标")
    assert plain.endswith("= 1/50 (1/50 … 1/50)")


def test_the_log_tells_who_wrote_and_check_notices_an_entry_taken_out(run: Command, tmp_path: Path) -> None:
    for _ in range(3):
        run("build")
    run("editions", "rollback", 1)
    told = run("editions", "log", "--last", 2).out.splitlines()
    assert [("发布" in line, "第 3 版" in line, "回退" in line) for line in told] == [(True, True, False), (False, False, True)]
    assert all(account_name() in line for line in run("editions").out.splitlines())
    assert run("check").status == 0
    lines = [json.loads(line) for line in run("editions", "log", "--jsonl").out.splitlines()]
    assert [line["act"] for line in lines] == ["publish", "publish", "publish", "roll_back"]
    assert run("editions", "log", "--jsonl", "decisions").out == ""
    _change_log(tmp_path, "delete from audit where sequence = 1")
    ran = run("check")
    assert ran.status == 1
    assert "state.sqlite 第 2 条" in ran.out + ran.err


def _change_log(folder: Path, change: str) -> None:
    with closing(sqlite3.connect(folder / "data" / "decisions" / "state.sqlite")) as connection:
        connection.execute(change)
        connection.commit()


def test_check_notices_a_log_that_was_cut_short_or_written_anew(run: Command, tmp_path: Path) -> None:
    for _ in range(2):
        run("build")
    assert "审计日志：2 条" in run("check").out
    _change_log(tmp_path, "delete from audit where sequence = 2")
    ran = run("check")
    assert ran.status == 1
    assert "第 2 版发布时有 2 条，如今只有 1 条" in ran.out + ran.err
    assert "从备份中取出 json/audit.jsonl" in ran.out + ran.err
    _change_log(tmp_path, "delete from audit")
    _change_log(tmp_path, "delete from sqlite_sequence where name = 'audit'")
    assert "没有生成新版本" in run("build").err
    run("build", "--accept-log")
    run("build")
    ran = run("check")
    assert ran.status == 1
    assert "前 1 条已不是第 1 版发布时的内容" in ran.out + ran.err
    run("editions", "prune", "--keep", 2)
    assert run("check").status == 0


def _plain_measure() -> Measure:
    return Measure("extraction", "another", "1 text", ((0.02, 1.0),))


def _fail(_: int) -> None:
    raise OSError(28, "No space left on device")
