"""A newer version of a report takes its place, the differences are told, and what was decided goes along."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.warehouse.invented import understand
from yearbook.catalogue.files import Home
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.preview import Prepared, Preview
from yearbook.pipeline.publish import IngestSummary
from yearbook.pipeline.versions import compare_figures, compare_words, move_decisions
from yearbook.records.state import Decision, list_standing_notes
from yearbook.store.decisions import decide, standing_decisions
from yearbook.store.reports import list_reports
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import open_warehouse

PROSE = "全年围绕中心工作抓保障、促节约，各项任务按计划完成，干部职工满意度稳步上升，服务质量继续提高。\n" * 2
FIRST = f"兰州市机关事务管理局 2021\nvehicles.withdrawn=12\nlaw.local_standards=6\nvehicles.fleet=340\n{PROSE}"
SECOND = FIRST.replace("=12", "=15").replace("law.local_standards=6\n", "assets.items_reused=9\n")


@pytest.fixture
def first(home: Home, tmp_path: Path) -> str:
    """The first version, brought in; its report_id."""
    return str(_bring(home, tmp_path, "年报.txt", FIRST).files[0].report_id)


def _bring(home: Home, folder: Path, name: str, text: str) -> IngestSummary:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return ingest([file], home, understand=understand)


def _look(home: Home, text: str, **said: object) -> Prepared:
    return Preview(home, understand).examine("new.txt", "new.txt", text.encode(), **said)  # type: ignore[arg-type]


def _values(home: Home) -> dict[str, float]:
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts(Filters(agencies=("620100-goa",), from_year=2021, to_year=2021, statuses=("extracted",)))
    return dict(zip(facts["metric_id"], facts["value"], strict=True))


def test_a_newer_version_takes_the_place_of_the_older(home: Home, tmp_path: Path, first: str) -> None:
    summary = _bring(home, tmp_path, "年报（修订）.txt", SECOND)
    [outcome] = summary.files
    assert (outcome.fate, outcome.replaces) == ("added", first)
    assert (outcome.figures_added, outcome.figures_revised, outcome.figures_removed) == (1, 1, 1)
    assert _values(home) == {"vehicles.withdrawn": 15, "vehicles.fleet": 340, "assets.items_reused": 9}
    assert summary.edition is not None
    assert summary.edition.reports == 1
    assert (home.reports / first / "source").read_text(encoding="utf-8") == FIRST


def test_the_third_version_takes_the_place_of_the_second(home: Home, tmp_path: Path, first: str) -> None:
    second = _bring(home, tmp_path, "b.txt", SECOND).files[0].report_id
    third = _bring(home, tmp_path, "c.txt", SECOND.replace("=15", "=16")).files[0]
    assert {note.report_id for note in list_reports(home)} == {first, second, third.report_id}
    assert third.replaces == second
    assert [note.report_id for note in list_standing_notes(list_reports(home), [])] == [third.report_id]
    assert _values(home)["vehicles.withdrawn"] == 16


def test_versions_brought_in_together_leave_the_last(home: Home, tmp_path: Path) -> None:
    for name, text in (("1.txt", FIRST), ("2.txt", SECOND)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    summary = ingest([tmp_path / "1.txt", tmp_path / "2.txt"], home, understand=understand)
    assert [outcome.replaces for outcome in summary.files] == [None, summary.files[0].report_id]
    assert _values(home)["vehicles.withdrawn"] == 15


def test_a_build_from_the_sources_alone_leaves_the_older_version_out(home: Home, tmp_path: Path, first: str) -> None:
    _bring(home, tmp_path, "b.txt", SECOND)
    before = _values(home)
    shutil.rmtree(home.extractions)
    assert build_edition(home, understand=understand).reports_read == 1
    assert _values(home) == before
    assert first not in {note.report_id for note in list_standing_notes(list_reports(home), [])}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SECOND.replace("2021", "2022"), id="another year"),
        pytest.param(SECOND.replace("兰州市", "长沙市"), id="another body"),
        pytest.param(
            "兰州市机关事务管理局 2021\nvehicles.withdrawn=12\n专项工作另有说明，见所附各表及逐项解释。", id="other words"
        ),
    ],
)
def test_another_report_takes_nobodys_place(home: Home, first: str, text: str) -> None:
    assert first
    assert _look(home, text).state == "new"


def test_an_older_version_that_comes_in_late_stays_out_of_the_edition(home: Home, tmp_path: Path) -> None:
    """The day of publication says which is the newer, whatever came in first."""
    body = (
        "【示例】芷岸市机关事务管理局2023年度工作报告\n发布日期：{day}\n\n2023年，全市新建充电桩{count}个，市直公务用车保有量598辆。"
        "各单位按照要求完成了年度任务，节约型机关建设继续推进，会议服务保障到位，后勤管理进一步规范，干部职工普遍反映良好。\n"
    )
    newer, older = tmp_path / "newer.txt", tmp_path / "older.txt"
    newer.write_text(body.format(day="2024年6月1日", count=95), encoding="utf-8")
    older.write_text(body.format(day="2024年2月1日", count=90), encoding="utf-8")
    kept = ingest([newer], home).files[0]
    late = ingest([older], home)
    assert (late.files[0].replaces, late.files[0].replaced_by) == (None, kept.report_id)
    with open_warehouse(home) as warehouse:
        assert warehouse.ask("reports")["report_id"].tolist() == [kept.report_id]


def test_a_file_whose_newer_version_is_kept_is_known_as_superseded(home: Home, tmp_path: Path, first: str) -> None:
    _bring(home, tmp_path, "b.txt", SECOND)
    again = _look(home, FIRST)
    assert (again.report_id, again.state, again.left_out) == (first, "known", "superseded")
    assert not _look(home, SECOND).left_out


def test_the_differences_pair_a_revised_figure_with_its_old_value(home: Home, first: str) -> None:
    assert first
    prepared = _look(home, SECOND)
    assert prepared.other is not None
    assert prepared.extraction is not None
    told = [
        (one.kind, one.before and one.before.value, one.after and one.after.value)
        for one in compare_figures(prepared.other.extraction.figures, prepared.extraction.figures)
    ]
    assert told == [("revised", 12, 15), ("added", None, 9), ("removed", 6, None)]


def test_a_copy_in_another_layout_has_the_same_words(home: Home, first: str) -> None:
    assert first
    prepared = _look(home, FIRST.replace("。", "。\n\n").replace("，", "，\r\n"))
    assert prepared.state == "version"
    assert prepared.other is not None
    assert prepared.other.same_words
    assert not _look(home, SECOND).other.same_words  # type: ignore[union-attr]


def test_sentences_that_differ_are_shown_side_by_side() -> None:
    before = "全年召开会议9次。\n开支12万元。\n其余不变。"
    after = "全年召开会议 9 次。\n\n开支15万元。\n其余不变。\n新增一段。"
    assert compare_words(before, after) == [("开支12万元。", "开支15万元。"), ("", "新增一段。")]


def test_what_was_decided_goes_along_where_the_words_are_the_same(home: Home, tmp_path: Path, first: str) -> None:
    """340 stands in both versions, 12 became 15: the decision about 340 holds, the one about 12 was about another figure."""
    for words in ("340", "12"):
        start = FIRST.index(words)
        decide(home, Decision("测试员", "reject", first, start, start + len(words), why="不是本局的数"))
    second = str(_bring(home, tmp_path, "b.txt", SECOND).files[0].report_id)
    [carried] = [decision for decision in standing_decisions(home) if decision.report_id == second]
    assert SECOND[carried.span_start : carried.span_end] == "340"
    assert (carried.action, carried.who) == ("reject", "测试员")
    assert carried.why.startswith("不是本局的数")
    assert _values(home) == {"vehicles.withdrawn": 15, "assets.items_reused": 9}


def test_a_decision_finds_its_words_in_another_layout(home: Home) -> None:
    before, after = "甲类12辆，乙类12辆，丙类7辆。", "甲 类\n12 辆，乙类| 1 2 |辆，丙类７辆。"
    preview = Preview(home, understand)
    head = "兰州市机关事务管理局 2021\n"
    old, new = (preview.examine("a", "a", (head + text).encode()).extraction for text in (before, after))
    assert old is not None
    assert new is not None
    at = [len(head) + before.index("12"), len(head) + before.rindex("12"), len(head) + before.index("7")]
    decisions = [
        Decision("测试员", "reject", old.report.report_id, start, start + length)
        for start, length in zip(at, (2, 2, 1), strict=True)
    ]
    moved = move_decisions(decisions, old.report, new.report)
    assert [new.report.text[one.span_start : one.span_end] for one in moved] == ["12", "1 2", "７"]
