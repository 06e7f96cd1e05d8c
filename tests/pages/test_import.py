"""The import page: nothing is stored before Publish; what is said and ticked there is what comes in."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.fetch.site import HOST, Answer, html, serve_site
from tests.pages.conftest import prepare_page, use_data
from yearbook.catalogue.files import PROJECT, Home
from yearbook.catalogue.messages import translate
from yearbook.pipeline.build import build_edition
from yearbook.store.audit import account_name
from yearbook.store.decisions import standing_decisions
from yearbook.store.reports import list_reports
from yearbook.ui.auth.roles import STEWARD_HERE
from yearbook.ui.importing.figures import render_change
from yearbook.ui.importing.inbox import Inbox, InboxReport
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.registry import current_number
from yearbook.warehouse.warehouse import open_warehouse

SAMPLES = PROJECT / "data" / "samples"
ZHIAN = "990100-goa"
NOBODY = "年度工作情况\n\n全年共取消公务用车12辆，新建充电桩30个。\n"
HUNAN = "湖南省机关事务管理局2020年度工作总结\n\n2020年，全省发布机关事务地方标准8项。\n"  # the record says 6
Open = Callable[..., AppTest]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An installation of its own with one edition, on a server that lets its visitors write."""
    home = Home(tmp_path / "data")
    build_edition(home)
    use_data(home.root, monkeypatch, steward=True)
    return home


@pytest.fixture
def page(home: Home) -> Open:  # noqa: ARG001
    return lambda **query: prepare_page("import", **query).run()


def _drop(app: AppTest, **files: str | bytes) -> AppTest:
    """Drop files on the page; the dot of a name is written as two underscores."""
    return _drop_named(app, {name.replace("__", "."): content for name, content in files.items()})


def _drop_named(app: AppTest, files: dict[str, str | bytes]) -> AppTest:
    given = [(name, content.encode() if isinstance(content, str) else content, "") for name, content in files.items()]
    app.file_uploader[0].set_value(given)
    app.run()
    assert not app.exception
    return app


def _inbox(app: AppTest) -> Inbox:
    inbox = app.session_state["inbox"]
    assert isinstance(inbox, Inbox)
    return inbox


def _item(app: AppTest) -> InboxReport:
    """The report that is looked through."""
    return _inbox(app).reports[_widget(app.selectbox, translate("import.look_through")).value]


def _widget(widgets: Any, label: str) -> Any:
    return next(widget for widget in widgets if widget.label == label)


def _publish(app: AppTest) -> AppTest:
    _widget(app.button, translate("import.publish")).click()
    app.run()
    assert not app.exception
    assert not app.error
    return app


def _tick(app: AppTest, key: str, rows: list[int]) -> AppTest:
    app.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    return app.run()


def _sample(name: str = "zhian-2023.txt") -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


def _files(home: Home) -> set[str]:
    return {str(Path(folder) / name) for folder, _, names in os.walk(home.root) for name in names}


def _values(home: Home, agency: str = ZHIAN) -> dict[str, list[float]]:
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts(Filters(agencies=(agency,), from_year=2023))
    return facts.groupby("metric_id")["value"].apply(list).to_dict()


def _tabs(app: AppTest) -> list[str]:
    return [tab.label for tab in app.tabs]


def test_a_visitor_who_may_not_write_sees_no_way_to(page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STEWARD_HERE, "0")
    app = page()
    assert [info.value for info in app.info] == [translate("interface.writing_off")]
    assert not app.file_uploader
    assert [button.key for button in app.button] == ["find"]  # in the head of every page


def test_what_is_dropped_is_shown_and_not_stored(page: Open, home: Home) -> None:
    before = _files(home)
    app = _drop(page(), zhian__txt=_sample())
    item = _item(app)
    assert item.prepared.extraction is not None
    figures = len(item.prepared.extraction.figures)
    assert figures > 20
    assert _tabs(app) == [
        translate("import.tab_text"),
        translate("import.tab_figures", count=figures),
        translate("import.tab_unclaimed", count=item.prepared.unclaimed),
    ]
    assert len(app.dataframe[0].value) == figures
    assert any("芷岸市机关事务管理局坚持" in block.proto.body for block in app.get("html"))
    assert _files(home) == before


def test_a_sample_that_is_picked_is_looked_at(page: Open, home: Home) -> None:
    app = page()
    app.multiselect[0].select("zhian-2023.txt").select("canglan-2021.txt")
    app.run()
    _widget(app.button, translate("import.samples_look")).click()
    app.run()
    assert len(_inbox(app).reports) == 2
    assert _inbox(app).accepted == list(_inbox(app).reports.values())
    _publish(app)
    assert len(list_reports(home)) == 2
    assert current_number(home) == 2


def test_publishing_says_what_changed_and_empties_the_list(page: Open, home: Home) -> None:
    app = _publish(_drop(page(), zhian__txt=_sample()))
    assert [success.value for success in app.success] == [translate("import.published", number=2, reports=1)]
    with open_warehouse(home) as warehouse:
        added = len(warehouse.ask("changes"))
    assert [int(metric.value) for metric in app.metric] == [added, 0, 0, 0]
    assert _inbox(app).reports == {}
    assert translate("interface.edition_line", number=2) in [caption.value for caption in app.caption]


def test_an_address_is_read_with_what_it_attaches_and_the_report_says_where_it_is_from(
    page: Open, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YEARBOOK_FETCH_ALLOW", HOST)
    monkeypatch.setenv("YEARBOOK_FETCH_PAUSE", "0")
    with serve_site() as site:
        site.answers["/a.html"] = html(
            '<html><body><p>附件如下。</p><a href="zhian.txt">年报.doc</a><a href="x.pdf">x</a></body></html>'
        )
        site.answers["/zhian.txt"] = Answer(_sample().encode())
        app = page()
        app.text_area[0].set_value(f"{site.at('/a.html')}\nfile:///etc/passwd\n")
        _widget(app.button, translate("import.addresses_read")).click()
        app.run()
    assert [item.prepared.job.source_url for item in _inbox(app).reports.values() if item.accepted] == [site.at("/zhian.txt")]
    assert set(_inbox(app).refused) >= {site.at("/x.pdf"), "file:///etc/passwd"}
    _publish(app)
    [note] = list_reports(home)
    shown = prepare_page("reports", report=note.report_id).run()
    [origin] = [caption.value for caption in shown.caption if site.at("/zhian.txt") in caption.value]
    assert note.report_id in origin


def test_addresses_are_not_asked_where_that_is_turned_off(page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEARBOOK_FETCH", "0")
    app = page()
    assert not app.text_area
    assert app.file_uploader


def test_a_figure_that_is_not_ticked_does_not_come_in(page: Open, home: Home) -> None:
    app = _drop(page(), zhian__txt=_sample())
    item = _item(app)
    table = app.dataframe[0].value
    out = table.index[table["metric"] == "新建充电桩数"].tolist()
    assert out
    _tick(app, f"figures {item.key}", [row for row in range(len(table)) if row not in out])
    _publish(app)
    assert "energy.charging_piles_built" not in _values(home)
    assert "vehicles.fleet" in _values(home)
    assert {(one.action, one.who) for one in standing_decisions(home)} == {("reject", account_name())}
    again = _drop(page(), zhian__txt=_sample())
    assert len(_item(again).left_out) == len(out)


def test_only_the_reports_ticked_are_published(page: Open, home: Home) -> None:
    app = _drop(page(), a__txt=_sample(), b__txt=_sample("zhian-2021.txt"))
    first, second = _inbox(app).reports.values()
    _tick(app, f"list {_inbox(app).ticks} {' '.join(_inbox(app).reports)}", [1])
    _publish(app)
    assert [note.report_id for note in list_reports(home)] == [second.prepared.report_id]
    assert list(_inbox(app).reports) == [first.prepared.report_id]


def test_the_same_file_again_is_recognised(page: Open, home: Home) -> None:
    _publish(_drop(page(), a__txt=_sample()))
    app = _drop(page(), other_name__txt=_sample())
    assert _item(app).prepared.state == "known"
    assert _widget(app.button, translate("import.publish")).disabled
    assert len(list_reports(home)) == 1


def test_what_was_said_of_a_known_file_can_be_mended(page: Open, home: Home) -> None:
    _publish(_drop(page(), a__txt=_sample()))
    app = _drop(page(), a__txt=_sample())
    _widget(app.text_input, translate("import.title")).set_value("改正后的标题")
    app.run()
    _publish(app)
    assert [note.title for note in list_reports(home)] == ["改正后的标题"]
    with open_warehouse(home) as warehouse:
        assert warehouse.ask("reports")["title"].tolist() == ["改正后的标题"]


def test_a_newer_version_shows_its_differences_and_takes_the_place(page: Open, home: Home) -> None:
    _publish(_drop(page(), a__txt=_sample()))
    newer = _sample().replace("|598|", "|599|")
    app = _drop(page(), b__txt=newer)
    assert _item(app).prepared.state == "version"
    assert translate("import.tab_versions") in _tabs(app)
    differences = app.dataframe[-1].value
    assert differences[["before", "after"]].values.tolist() == [["598辆", "599辆"]]
    assert any("<del>598</del><ins>599</ins>" in block.proto.body for block in app.get("html"))
    _publish(app)
    assert 599 in _values(home)["vehicles.fleet"]
    assert 598 not in _values(home)["vehicles.fleet"]
    assert translate("import.took_place", title="【示例】芷岸市机关事务管理局2023年度工作报告") in [
        caption.value.replace("\\", "") for caption in app.caption
    ]


def test_a_newer_version_may_stand_beside_the_older(page: Open, home: Home) -> None:
    _publish(_drop(page(), a__txt=_sample()))
    app = _drop(page(), b__txt=_sample().replace("|598|", "|599|"))
    _widget(app.toggle, translate("import.replaces")).set_value(False)
    app.run()
    _publish(app)
    assert {598, 599} <= set(_values(home)["vehicles.fleet"])


def test_a_report_of_nobody_comes_in_once_body_and_year_are_said(page: Open, home: Home) -> None:
    app = _drop(page(), nobody__txt=NOBODY)
    assert _item(app).prepared.state == "unplaced"
    assert _widget(app.button, translate("import.publish")).disabled
    _widget(app.selectbox, translate("import.body")).set_value("620100-goa")
    _widget(app.number_input, translate("import.year")).set_value(2023)
    app.run()
    assert _item(app).prepared.state == "new"
    _publish(app)
    assert _values(home, "620100-goa")["vehicles.withdrawn"] == [12]


def test_a_body_that_the_catalogue_does_not_know_is_named_and_placed(page: Open, home: Home) -> None:
    app = _drop(page(), nobody__txt=NOBODY)
    _widget(app.selectbox, translate("import.body")).set_value("new body")
    _widget(app.number_input, translate("import.year")).set_value(2023)
    app.run()
    _widget(app.text_input, translate("import.body_name")).set_value("常德市某某后勤服务中心")
    _widget(app.selectbox, translate("import.body_region")).set_value("430700")
    app.run()
    assert _item(app).prepared.state == "new"
    _publish(app)
    [note] = list_reports(home)
    assert (note.publisher, note.region_code, note.year) == ("常德市某某后勤服务中心", "430700", 2023)
    with open_warehouse(home) as warehouse:
        report = warehouse.ask("reports").iloc[0]
        values = _values(home, str(report["agency_id"]))
    assert (report["publisher"], report["region_code"]) == ("常德市某某后勤服务中心", "430700")
    assert values["vehicles.withdrawn"] == [12]


def test_a_contradiction_with_what_is_known_is_shown(page: Open) -> None:
    app = _drop(page(), hunan__txt=HUNAN)
    assert translate("import.tab_contradictions", count=1) in _tabs(app)
    table = app.dataframe[-1].value
    assert table[["here", "known"]].values.tolist() == [["8项", "6项"]]


def test_what_is_known_already_is_shown_and_merges(page: Open) -> None:
    app = _drop(page(), hunan__txt=HUNAN.replace("8项", "6项"))
    assert translate("import.tab_joined", count=1) in _tabs(app)
    _publish(app)
    assert [int(metric.value) for metric in app.metric] == [0, 0, 0, 1]


def test_a_zip_brings_each_of_its_files_and_names_those_that_cannot_be_read(page: Open) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("年报/2023.txt", _sample())
        archive.writestr("年报/空.txt", "")
    app = _drop(page(), reports__zip=packed.getvalue())
    assert [item.prepared.path for item in _inbox(app).reports.values()] == ["reports.zip/年报/2023.txt"]
    assert list(_inbox(app).refused) == ["reports.zip/年报/空.txt"]
    assert any(translate("documents.empty") in block.value for block in app.markdown)


@pytest.mark.parametrize(
    "name", ["../../outside.txt", "/etc/passwd", "a\x00\x1b[31m\u202egpj.txt", "<img src=x onerror=alert(1)>.txt"]
)
def test_a_name_from_elsewhere_is_words_only(page: Open, home: Home, name: str) -> None:
    app = _publish(_drop_named(page(), {name: _sample()}))
    assert not app.error
    [note] = list_reports(home)
    assert "/" not in note.name
    assert ".." not in note.name
    assert all(mark.isprintable() for mark in note.name)
    assert {file.parent.parent for file in home.reports.rglob("source")} == {home.reports}


def test_a_bad_name_of_a_refused_file_is_no_markup(page: Open) -> None:
    app = _drop_named(page(), {"[x](javascript:alert(1))![](y)<b>.txt": ""})
    [line] = [block.value for block in app.markdown if "javascript" in block.value]
    assert "](" not in line.replace("\\]\\(", "")
    assert "<b>" not in line.replace("\\<", "")


def test_a_report_can_be_taken_out_of_the_list(page: Open) -> None:
    app = _drop(page(), a__txt=_sample())
    _widget(app.button, translate("import.remove")).click()
    app.run()
    assert _inbox(app).reports == {}


def test_another_edition_in_use_has_everything_looked_at_again(page: Open, home: Home) -> None:
    """Somebody publishes the same report while it is looked at here."""
    waiting = _drop(page(), a__txt=_sample())
    _publish(_drop(page(), a__txt=_sample()))
    waiting.run()
    assert _item(waiting).prepared.state == "known"
    assert len(list_reports(home)) == 1


def test_the_reason_of_a_refusal_is_said_in_the_readers_language(page: Open) -> None:
    app = _drop_named(page(lang="en"), {"empty.txt": ""})
    assert any(translate("documents.empty", "en").split(";")[0] in block.value for block in app.markdown)


def test_a_changed_passage_marks_only_what_changed() -> None:
    assert render_change("全年12辆<b>", "全年130辆<b>") == (
        '<div class="report-change">全年<del>12</del><ins>130</ins>辆&lt;b&gt;</div>'
    )
    assert render_change("甲", "") == '<div class="report-change"><del>甲</del></div>'


def test_a_figure_is_corrected_before_it_comes_in(page: Open, home: Home) -> None:
    app = _drop(page(), hunan__txt=HUNAN)
    figures = _item(app).extraction.figures
    [standards] = [one for one in figures if one.metric_id == "law.local_standards"]
    choice = next(widget for widget in app.selectbox if widget.label == translate("import.correct"))
    choice.set_value((standards.span_start, standards.span_end)).run()
    _widget(app.text_input, translate("review.field_value")).set_value("9")
    _widget(app.button, translate("review.save")).click()
    app.run()
    assert not app.exception
    assert [dict(one.change) for one in _item(app).corrections.values()] == [{"value": "9"}]
    assert standing_decisions(home) == []
    _publish(app)
    [decision] = standing_decisions(home)
    assert (decision.action, decision.change) == ("correct", {"value": "9"})
