"""Ingesting: reports in, one fact a figure, reasons for what is refused, and nothing twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from tests.warehouse.invented import understand
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import LANGUAGES, translate
from yearbook.pipeline import read
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import IngestSummary, ingest
from yearbook.store.reports import list_reports
from yearbook.warehouse.extractions import SCHEMAS, find_older_extractions
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.registry import current_number, list_editions
from yearbook.warehouse.warehouse import open_warehouse

HUNAN = "湖南省机关事务管理局 2020\nlaw.local_standards=6\nvehicles.fleet=1234\n"  # 6 stands in the record, 1234 does not
LANZHOU = "兰州市机关事务管理局 2021\nvehicles.withdrawn=12\n"
ANOTHER = LANZHOU + "这是同一机构同一年的另一份材料，只引用了其中一个数，其余各段都与那份年报不同。\n"


def _ingest(home: Home, *paths: Path, **options: object) -> IngestSummary:
    return ingest(paths, home, understand=understand, **options)  # type: ignore[arg-type]


def _write(folder: Path, name: str, text: str | bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_a_report_becomes_facts_with_its_words(home: Home, tmp_path: Path) -> None:
    file = _write(tmp_path, "hunan.txt", HUNAN)
    summary = _ingest(home, file)
    assert [(one.fate, one.figures, one.year) for one in summary.files] == [("added", 2, 2020)]
    assert summary.edition is not None
    with open_warehouse(home) as warehouse:
        fact = warehouse.facts(Filters(metrics=("vehicles.fleet",), agencies=("430000-goa",), from_year=2020)).iloc[0]
        text = str(warehouse.ask("report", report_id=fact["report_id"])["text"].iloc[0])
        mentions = warehouse.ask("mentions", report_id=fact["report_id"])
    assert text[fact["span_start"] : fact["span_end"]] == "1234"
    assert (fact["value"], fact["status"], fact["method"]) == (1234, "extracted", "extracted")
    assert fact["caveats"] == ["scope_assumed"]
    assert mentions["fact_id"].tolist()[1] == fact["fact_id"]


def test_the_same_files_again_add_nothing(home: Home, tmp_path: Path) -> None:
    file = _write(tmp_path, "hunan.txt", HUNAN)
    _ingest(home, file)
    again = _ingest(home, file, _write(tmp_path, "copy.txt", HUNAN))
    assert [one.fate for one in again.files] == ["known", "known"]
    assert again.edition is None
    assert [note.number for note in list_editions(home)] == [1]


def test_a_figure_that_the_record_holds_stays_one_fact_with_both_sources(home: Home, tmp_path: Path) -> None:
    build_edition(home)
    with open_warehouse(home) as warehouse:
        filters = Filters(agencies=("430000-goa",), metrics=("law.local_standards",))
        before = warehouse.facts(filters).iloc[0]
        scope = before["scope"]
    file = _write(tmp_path, "hunan.txt", HUNAN)
    assert scope == "region_wide", "the invented report must state the record's scope"
    _ingest(home, file)
    with open_warehouse(home) as warehouse:
        [after] = warehouse.facts(filters).to_dict("records")
        sources = warehouse.ask("sources", fact_id=after["fact_id"])
    assert after["fact_id"] == before["fact_id"]
    assert (after["status"], after["method"], after["source_count"]) == ("verified", "transcribed", 2)
    assert after["source_kind"] == "report"
    assert sources["source_kind"].tolist() == ["official", "report"]
    assert after["caveats"] == []


def test_a_repost_that_its_report_confirms_is_verified(home: Home, tmp_path: Path) -> None:
    build_edition(home)
    with open_warehouse(home) as warehouse:
        waiting = warehouse.facts(Filters(statuses=("unverified",)))
    listed = waiting[(waiting["kind"] == "flow") & (waiting["months"] == 12) & waiting["baseline"].isna()]
    usual = listed[listed["scope"] == "direct_units"]
    one = next(row for row in usual.to_dict("records") if _usual_scope(str(row["metric_id"])) in (None, "direct_units"))
    text = f"{one['agency_zh']} {one['year']}\n{one['metric_id']}={one['value']:.10g}\n"
    _ingest(home, _write(tmp_path, "confirms.txt", text))
    with open_warehouse(home) as warehouse:
        after = warehouse.ask("fact", fact_id=one["fact_id"]).iloc[0]
        changes = warehouse.ask("changes")
    assert (after["status"], after["source_count"]) == ("verified", 2)
    assert changes.empty


def _usual_scope(metric_id: str) -> str | None:
    from yearbook.catalogue.catalogue import load_catalogue

    return load_catalogue().metrics[metric_id].usual_scope


def test_a_figure_stated_twice_in_one_report_is_one_fact_with_one_source(home: Home, tmp_path: Path) -> None:
    _ingest(home, _write(tmp_path, "twice.txt", LANZHOU + "vehicles.withdrawn=12\n"))
    with open_warehouse(home) as warehouse:
        [fact] = warehouse.facts(Filters(agencies=("620100-goa",), from_year=2021, to_year=2021)).to_dict("records")
        mentions = warehouse.ask("mentions", report_id=fact["report_id"])
    assert fact["source_count"] == 1
    assert mentions["fact_id"].tolist() == [fact["fact_id"]] * 2
    assert fact["span_start"] == mentions["span_start"].min()


def test_two_reports_that_agree_are_two_sources_of_one_fact(home: Home, tmp_path: Path) -> None:
    _ingest(home, _write(tmp_path, "a.txt", LANZHOU), _write(tmp_path, "b.txt", ANOTHER))
    with open_warehouse(home) as warehouse:
        [fact] = warehouse.facts(Filters(agencies=("620100-goa",), from_year=2021, to_year=2021)).to_dict("records")
    assert fact["source_count"] == 2


def test_two_reports_that_disagree_are_two_facts_with_a_caveat(home: Home, tmp_path: Path) -> None:
    _ingest(home, _write(tmp_path, "a.txt", LANZHOU), _write(tmp_path, "b.txt", ANOTHER.replace("12", "13")))
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts(Filters(agencies=("620100-goa",), from_year=2021, to_year=2021))
    assert facts["value"].tolist() == [12, 13]
    assert all("disagreement" in caveats for caveats in facts["caveats"])


def test_bad_files_are_named_with_their_reason_and_the_good_go_in(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    _write(folder, "good.txt", LANZHOU)
    _write(folder, "sub/gb.txt", HUNAN.encode("gb18030"))
    _write(folder, "empty.txt", b"")
    _write(folder, "binary.txt", bytes(range(256)) * 20)
    _write(folder, "fault.txt", "湖南省机关事务管理局 2020\nboom")
    _write(folder, "nobody.txt", "某处 2020\n")
    _write(folder, "no-year.txt", "湖南省机关事务管理局 某年\n")
    _write(folder, ".hidden", "x")
    (folder / "lost.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "bare").mkdir()
    summary = _ingest(home, folder, tmp_path / "missing.txt", tmp_path / "bare")
    fates = {Path(one.path).name: one for one in summary.files}
    assert {name for name, one in fates.items() if one.fate == "added"} == {"good.txt", "gb.txt"}
    assert all(one.reason for one in summary.of("refused"))
    assert set(fates) - {"good.txt", "gb.txt"} == {one for one in fates if fates[one].fate == "refused"}
    assert len(fates) == 10
    assert "--publisher" in fates["nobody.txt"].reason
    assert "--year" in fates["no-year.txt"].reason
    assert "boom" in fates["fault.txt"].reason
    assert summary.edition is not None
    assert summary.edition.reports == 2


def test_publisher_and_year_said_by_hand_outrank_the_text(home: Home, tmp_path: Path) -> None:
    file = _write(tmp_path, "nobody.txt", "某处 某年\nvehicles.withdrawn=3\n")
    summary = _ingest(home, file, publisher="兰州市机关事务管理局", year=2019)
    assert [(one.agency, one.year) for one in summary.files] == [("兰州市机关事务管理局", 2019)]
    rebuilt = build_edition(home, understand=understand)
    assert rebuilt.note.reports == 1


def test_a_body_that_the_catalogue_does_not_know_gets_an_entry_of_its_own(home: Home, tmp_path: Path) -> None:
    summary = _ingest(home, _write(tmp_path, "new.txt", "长沙市某某机关事务中心 2020\nvehicles.withdrawn=3\n"))
    assert not summary.of("refused")
    with open_warehouse(home) as warehouse:
        agencies = warehouse.ask("agencies").set_index("name_zh")
        facts = warehouse.facts(Filters(agencies=(str(agencies.at["长沙市某某机关事务中心", "agency_id"]),)))
    assert not agencies.at["长沙市某某机关事务中心", "listed"]
    assert facts["region_code"].tolist() == ["430100"]
    assert facts["value"].tolist() == [3]


def test_where_all_is_refused_no_edition_is_made(home: Home, tmp_path: Path) -> None:
    assert _ingest(home, tmp_path / "missing.txt").edition is None
    assert current_number(home) is None


def test_a_dry_run_stores_nothing(home: Home, tmp_path: Path) -> None:
    summary = _ingest(home, _write(tmp_path, "hunan.txt", HUNAN), dry_run=True)
    assert [one.fate for one in summary.files] == ["added"]
    assert not home.root.exists()


def test_reports_stored_by_a_run_that_was_stopped_are_published_by_the_next(home: Home, tmp_path: Path) -> None:
    build_edition(home)
    file = _write(tmp_path, "hunan.txt", HUNAN)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _ingest(home, file, progress=stop)
    assert current_number(home) == 1
    again = _ingest(home, file)
    assert [one.fate for one in again.files] == ["known"]
    assert again.edition is not None
    assert again.edition.reports == 1


def test_adding_a_report_reads_only_that_report(home: Home, tmp_path: Path) -> None:
    _ingest(home, _write(tmp_path, "a.txt", LANZHOU))
    _ingest(home, _write(tmp_path, "b.txt", HUNAN))
    assert build_edition(home, understand=understand).reports_read == 0
    shutil.rmtree(home.extractions)
    with open_warehouse(home) as warehouse:
        before = warehouse.facts()
    assert build_edition(home, understand=understand).reports_read == 2
    with open_warehouse(home) as warehouse:
        assert warehouse.facts().equals(before)
    assert build_edition(home, understand=understand).reports_read == 0


def test_a_report_whose_bytes_were_changed_is_named_and_left_out(home: Home, tmp_path: Path) -> None:
    _ingest(home, _write(tmp_path, "a.txt", LANZHOU))
    [note] = list_reports(home)
    (home.reports / note.report_id / "source").write_bytes(b"other")
    shutil.rmtree(home.extractions)
    built = build_edition(home, understand=understand)
    assert [(refusal.name, "不是当初导入的内容" in refusal.reason) for refusal in built.refusals] == [("a.txt", True)]
    assert current_number(home) == 2


def test_a_report_that_cannot_be_read_again_keeps_what_an_earlier_program_read(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ingest(home, _write(tmp_path, "a.txt", LANZHOU), _write(tmp_path, "b.txt", HUNAN))
    with open_warehouse(home) as warehouse:
        before = warehouse.facts()
    note = next(note for note in list_reports(home) if note.name == "a.txt")
    (home.reports / note.report_id / "source").write_bytes(b"other")
    monkeypatch.setattr(read, "reader_version", lambda: "of a later program")
    for _ in range(2):
        built = build_edition(home, understand=understand)
        assert [refusal.name for refusal in built.refusals] == ["a.txt"]
        assert "沿用以前读取的数据" in built.refusals[0].reason
        with open_warehouse(home) as warehouse:
            assert warehouse.facts().equals(before)
    assert set(find_older_extractions(home, [note.report_id], load_catalogue(home).metrics)) == {note.report_id}
    assert find_older_extractions(home, [note.report_id], ()) == {}  # its metrics are none any more
    mentions = SCHEMAS["mentions"]
    monkeypatch.setitem(SCHEMAS, "mentions", mentions.remove(mentions.get_field_index("reason")))  # a column that is kept no more
    assert set(find_older_extractions(home, [note.report_id], load_catalogue(home).metrics)) == {note.report_id}
    monkeypatch.setitem(SCHEMAS, "mentions", mentions.append(pa.field("new", pa.string())))
    assert find_older_extractions(home, [note.report_id], load_catalogue(home).metrics) == {}


def test_several_processes_find_the_same(tmp_path: Path) -> None:
    files = [_write(tmp_path, f"{number}.txt", LANZHOU.replace("12", str(number))) for number in range(6)]
    one, other = Home(tmp_path / "one"), Home(tmp_path / "other")
    alone = _ingest(one, *files)
    together = _ingest(other, *files, workers=2)
    assert [file.fate for file in together.files] == [file.fate for file in alone.files] == ["added"] * 6
    with open_warehouse(one) as first, open_warehouse(other) as second:
        ids = first.facts()["fact_id"].tolist()
        assert second.facts()["fact_id"].tolist() == ids


def test_samples_make_a_demonstration_that_never_mixes_with_the_record(home: Home) -> None:
    summary = ingest([home.samples], home)
    assert not summary.of("refused")
    assert all(one.demonstration for one in summary.of("added"))
    assert len(summary.of("added")) >= 6
    assert summary.edition is not None
    assert summary.edition.demonstration
    with open_warehouse(home) as warehouse:
        assert not warehouse.facts()["demonstration"].any()
        assert not warehouse.facts(Filters(regions=("100000",)))["demonstration"].any()
        invented = warehouse.ask("regions").query("demonstration and level == 'province'")["region_code"].tolist()
        samples = warehouse.facts(Filters(regions=tuple(invented)))
        assert len(samples)
        assert samples["demonstration"].all()
        assert samples["agency_zh"].str.contains("示例").all()
    for caveat in samples["caveats"].explode().dropna().unique():
        assert all(translate(f"caveats.{caveat}", language) for language in LANGUAGES)


def test_what_a_writer_that_died_was_bringing_in_is_cleared(home: Home, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    abandoned, under_way = (home.reports / f".{'0' * 64}.{pid}" for pid in (gone.pid, os.getpid()))
    abandoned.mkdir(parents=True)
    under_way.mkdir()
    _ingest(home, _write(tmp_path, "a.txt", LANZHOU))
    assert not abandoned.exists()
    assert under_way.exists()
    assert len(list_reports(home)) == 1
