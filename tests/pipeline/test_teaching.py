"""Before a edit is taken, every figure that it would claim or break is known, in the reports and in the labelled texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.files import DataError, Home
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.teaching import impact as teaching
from yearbook.pipeline.teaching.catalogue_edit import CatalogueEdit, Draft, propose_metric, propose_wording, sketch
from yearbook.pipeline.teaching.impact import Impact, Reader, analyse_impact, find_affected, list_texts, make_text
from yearbook.pipeline.teaching.own_files import write_edit
from yearbook.pipeline.teaching.scoring import analyse_label_impact, find_labelled
from yearbook.records.state import Decision
from yearbook.store.decisions import decide
from yearbook.store.reports import list_reports
from yearbook.warehouse.warehouse import open_warehouse

HEAD = "芷岸市机关事务管理局{year}年工作报告（示例）\n"
FIRST = "全市公共机构年末在用空气源热泵36台。全年更新公务用车12辆，拍卖公务用车5辆。\n"
SECOND = "全市公共机构年末在用空气源热泵52台，另计划安装空气源热泵20台。接待来访群众31批次。\n"
THIRD = "全年举办业务培训4期。主动公开政府信息391条。\n"
PUMPS = Draft("energy", "set", "stock", "up", ("空气源热泵",))


@pytest.fixture
def home(few_metrics: Home, tmp_path: Path) -> Home:
    """Three reports of an invented agency, read with a small catalogue."""
    for year, body in ((2021, FIRST), (2022, SECOND), (2023, THIRD)):
        (tmp_path / f"{year}.txt").write_text(HEAD.format(year=year) + body, encoding="utf-8")
    ingest(sorted(tmp_path.glob("*.txt")), few_metrics)
    return few_metrics


@pytest.fixture
def catalogue(home: Home) -> Catalogue:
    return load_catalogue(home)


def measure(home: Home, edit: CatalogueEdit) -> Impact:
    return analyse_impact(edit, list_texts(home), Reader(home))


def summarise(impact: Impact) -> list[tuple[str, str, str | None, str | None]]:
    return [(change.kind, change.words[1], change.before.metric_id, change.after.metric_id) for change in impact.changes]


def test_a_new_metric_says_what_it_would_claim_in_all_reports(home: Home, catalogue: Catalogue) -> None:
    impact = measure(home, propose_metric(catalogue, sketch(PUMPS)))
    assert {(words, change.after.role) for change in impact.changes for words in [change.words[1]]} == {
        ("36台", "metric"),
        ("52台", "metric"),
        ("20台", "target"),
    }
    assert {change.kind for change in impact.changes} == {"gained"}
    assert impact.breaks == []


def test_the_words_around_and_the_place_in_the_report_are_told(home: Home, catalogue: Catalogue) -> None:
    change = measure(home, propose_metric(catalogue, sketch(PUMPS))).changes[0]
    text = next(text for text in list_texts(home) if text.text_id == change.text_id)
    assert text.text[change.start : change.end] == change.words[1]
    assert "空气源热泵" in change.words[0]
    with open_warehouse(home) as warehouse:
        row = warehouse.ask("mentions", report_id=change.text_id).set_index("ordinal").loc[change.ordinal]
    assert (row["span_start"], row["span_end"]) == (change.start, change.end)


def test_a_wording_that_is_too_wide_lists_what_it_breaks(home: Home, catalogue: Catalogue) -> None:
    impact = measure(home, propose_wording(catalogue, "vehicles.trips", "全年更新公务用车"))
    assert impact.breaks == []  # the unit keeps it out
    impact = measure(home, propose_wording(catalogue, "vehicles.purchased", "全年更新公务用车"))
    assert summarise(impact) == [("moved", "12辆", "vehicles.acquired", "vehicles.purchased")]
    assert impact.breaks == list(impact.changes)


def test_only_reports_with_the_words_are_read_again(home: Home, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, reader, edit = list_texts(home), Reader(home), propose_metric(catalogue, sketch(PUMPS))
    read: list[str] = []
    understand = teaching.understand_text

    def listen(source: str, *arguments: object) -> object:
        read.append(source)
        return understand(source, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(teaching, "understand_text", listen)
    impact = analyse_impact(edit, texts, reader)
    assert (impact.texts, impact.reread) == (3, 2)
    assert not any(THIRD in source for source in read)
    assert len(read) == 2  # what they say now is remembered from when they came in
    assert all("空气源热泵" in source for source in read)


@pytest.mark.parametrize("wording", ["{公车}", "空气源热泵", "全年…{单位}", "{更新}…公务用车", "宣传", "接待…群众", "业务"])
def test_reading_only_what_could_be_affected_finds_all_that_changes(home: Home, catalogue: Catalogue, wording: str) -> None:
    texts, reader = list_texts(home), Reader(home)
    for unit in ("vehicle", "set", "item", "batch", "session"):
        edit = propose_metric(catalogue, sketch(Draft("services", unit, "flow", "neither", (wording,))))
        impact, affected = analyse_impact(edit, texts, reader), find_affected(edit, texts)
        unaffected = [text for text in texts if text not in affected]
        read = reader.with_edit(edit)
        assert [read(text) for text in unaffected] == [reader.read(text) for text in unaffected]
        assert impact.reread == len(affected)


def test_names_and_figures_listed_apart_are_read_again_for_any_of_the_words(catalogue: Catalogue) -> None:
    text = "全年巡查点位、整改隐患分别为30处、12处。"
    stored = make_text("a", "a", text, None, 2023, False)
    edit = propose_metric(catalogue, sketch(Draft("safety", "site", "flow", "neither", ("巡查点位…夜间",))))
    assert find_affected(edit, [stored]) == [stored]


def test_what_a_person_decided_is_marked_and_holds_after_the_edit(home: Home, catalogue: Catalogue) -> None:
    edit = propose_wording(catalogue, "vehicles.purchased", "全年更新公务用车")
    [change] = measure(home, edit).changes
    seen = {"metric_id": "vehicles.acquired", "role": "metric"}
    decide(home, Decision("某人", "confirm", change.text_id, change.start, change.end, seen=seen))
    assert [change.decided for change in measure(home, edit).changes] == [True]
    write_edit(home, edit)
    build_edition(home)
    with open_warehouse(home) as warehouse:
        rows = warehouse.ask("mentions", report_id=change.text_id).set_index("span_start")
    assert rows.loc[change.start, "metric_id"] == "vehicles.acquired"


def test_the_next_edition_holds_what_the_edit_said_it_would(home: Home, catalogue: Catalogue) -> None:
    edit = propose_metric(
        catalogue,
        Draft("energy", "set", "stock", "up", ("空气源热泵",), "热泵数", "Heat pumps", "期末在用的台数。", "In use at the date."),
    )
    impact = measure(home, edit)
    write_edit(home, edit)
    build_edition(home)
    with open_warehouse(home) as warehouse:
        found = [
            (report.report_id, row["span_start"], row["role"], row["metric_id"])
            for report in list_reports(home)
            for _, row in warehouse.ask("mentions", report_id=report.report_id).iterrows()
            if row["metric_id"] == edit.metric.id
        ]
    assert sorted(found) == sorted((s.text_id, s.start, s.after.role, s.after.metric_id) for s in impact.changes)


def test_texts_are_known_also_while_the_catalogue_has_changed_and_no_edition_is_built(home: Home, catalogue: Catalogue) -> None:
    before = {text.text_id: text.text for text in list_texts(home)}
    write_edit(
        home, propose_metric(catalogue, Draft("energy", "set", "stock", "up", ("空气源热泵",), "热泵数", "Pumps", "数。", "N."))
    )
    assert {text.text_id: text.text for text in list_texts(home)} == before
    again = measure(home, propose_wording(load_catalogue(home), "energy.pumps", "热泵"))
    assert again.changes == ()  # both are claimed by now


def labelled_file(home: Home, **labels: object) -> Path:
    text = "运行空气源热泵36台。全年更新公务用车12辆。"
    at = {figure: text.index(figure) for figure in ("36台", "12辆")}
    gold = [
        {"start": at["36台"], "end": at["36台"] + 3, "role": "quantity", "value": "36", "metric": labels.get("pumps")},
        {"start": at["12辆"], "end": at["12辆"] + 3, "role": "metric", "value": "12", "metric": "vehicles.acquired"},
    ]
    file = home.root / "gold" / "own.jsonl"
    file.parent.mkdir(exist_ok=True)
    case = {"id": "a", "text": text, "year": 2023, "complete": True, "gold": gold}
    file.write_text(json.dumps(case, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def test_the_installation_s_labelled_texts_are_found_and_the_project_s(home: Home) -> None:
    own = labelled_file(home)
    assert own in find_labelled(home)
    assert {file.name for file in find_labelled(home)} >= {"clauses.jsonl", "reports.jsonl"}


def test_a_broken_label_is_told_with_its_words(home: Home, catalogue: Catalogue) -> None:
    edit = propose_wording(catalogue, "vehicles.purchased", "全年更新公务用车")
    impact = analyse_label_impact(edit, labelled_file(home), Reader(home))
    [change] = impact.of_kind("broken")
    assert (change.words[1], change.wanted, change.before, change.after) == (
        "12辆",
        "vehicles.acquired",
        "vehicles.acquired",
        "vehicles.purchased",
    )
    assert impact.after < impact.before


def test_a_label_that_is_met_with_the_edit_is_fixed(home: Home, catalogue: Catalogue) -> None:
    edit = propose_wording(catalogue, "energy.boilers_phased_out", "空气源热泵")
    impact = analyse_label_impact(edit, labelled_file(home, pumps="energy.boilers_phased_out"), Reader(home))
    assert [(change.kind, change.words[1], change.before) for change in impact.changes] == [("fixed", "36台", None)]
    assert impact.after == 1.0 > impact.before


def test_a_label_older_than_the_metric_is_neither_fixed_nor_broken(home: Home, catalogue: Catalogue) -> None:
    impact = analyse_label_impact(propose_metric(catalogue, sketch(PUMPS)), labelled_file(home), Reader(home))
    assert [change.kind for change in impact.changes] == ["unforeseen"]


def test_a_line_that_is_no_labelled_case_is_named(home: Home, catalogue: Catalogue) -> None:
    file = labelled_file(home)
    file.write_text(file.read_text(encoding="utf-8") + '{"id": "b"}\n', encoding="utf-8")
    with pytest.raises(DataError, match="line 2"):
        analyse_label_impact(propose_metric(catalogue, sketch(PUMPS)), file, Reader(home))


def test_an_edit_that_touches_no_label_changes_no_rate(home: Home, catalogue: Catalogue) -> None:
    impact = analyse_label_impact(propose_wording(catalogue, "vehicles.trips", "无人书写之词"), labelled_file(home), Reader(home))
    assert impact.changes == ()
    assert impact.before == impact.after
