"""Reports are looked at before anything is stored; what a person says of them, and does not tick, is kept once published."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.warehouse.invented import understand
from yearbook.catalogue.files import Home
from yearbook.documents.document import Document, Note, report_id_of
from yearbook.pipeline import publish as publishing
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.preview import Prepared, Preview
from yearbook.pipeline.publish import Accepted, Correction, IngestSummary, publish_prepared, rejected_facts
from yearbook.pipeline.read import stored_extraction
from yearbook.store.decisions import standing_decisions, undo
from yearbook.store.reports import list_reports
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.registry import current_number, list_editions
from yearbook.warehouse.warehouse import open_warehouse

HUNAN = "湖南省机关事务管理局 2020\nlaw.local_standards=6\nvehicles.fleet=1234\n"  # 6 stands in the record, 1234 does not
LANZHOU = "兰州市机关事务管理局 2021\nvehicles.withdrawn=12\nvehicles.fleet=340\n"
NOBODY = "某处 某年\nvehicles.withdrawn=3\n"


def _look(home: Home, text: str, **said: object) -> Prepared:
    return Preview(home, understand).examine("a.txt", "a.txt", text.encode(), **said)  # type: ignore[arg-type]


def _publish(home: Home, *accepted: Accepted | Prepared) -> IngestSummary:
    taken = [one if isinstance(one, Accepted) else Accepted(one) for one in accepted]
    return publish_prepared(taken, home, "测试员", understand=understand)


def _facts(home: Home, agency: str) -> dict[str, float]:
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts(Filters(agencies=(agency,), statuses=("extracted",)))
    return dict(zip(facts["metric_id"], facts["value"], strict=True))


def _fact_of(prepared: Prepared, metric_id: str) -> str:
    assert prepared.extraction is not None
    return next(figure.fact_id for figure in prepared.extraction.figures if figure.metric_id == metric_id)


def _everything_in(home: Home) -> dict[str, bytes]:
    files = (Path(folder) / name for folder, _, names in os.walk(home.root) for name in names)
    return {str(file): file.read_bytes() for file in files}


def test_looking_stores_nothing(home: Home) -> None:
    assert _look(home, LANZHOU).state == "new"
    assert not home.root.exists()


def test_what_a_source_shows_and_its_text_lacks_is_said(home: Home) -> None:
    content = LANZHOU.encode()
    scanned = Document(report_id_of(content), "a.pdf", "pdf", LANZHOU, notes=(Note("formats.scanned_pages", "3"),))
    prepared = Preview(home, understand).examine("a.pdf", "a.pdf", content, document=scanned)
    [file] = _publish(home, prepared).files
    assert "第 3 页是扫描图像" in file.unread[0]
    kept = stored_extraction(home, list_reports(home)[0])
    assert kept is not None
    assert kept.unread == scanned.notes


def test_looking_changes_nothing_of_what_is_stored(home: Home) -> None:
    _publish(home, _look(home, LANZHOU))
    before = _everything_in(home)
    for text in (LANZHOU, LANZHOU + "\n", HUNAN, NOBODY, "", "boom"):
        _look(home, text, publisher="长沙市机关事务管理局", year=2019, title="改过的标题")
    assert _everything_in(home) == before


def test_a_report_tells_what_it_would_bring(home: Home) -> None:
    build_edition(home)
    prepared = _look(home, HUNAN)
    assert prepared.extraction is not None
    assert prepared.extraction.report.publisher == "湖南省机关事务管理局"
    assert len(prepared.extraction.figures) == 2
    assert prepared.joined == {_fact_of(prepared, "law.local_standards")}
    assert prepared.contradictions == ()


def test_another_value_of_a_known_figure_is_a_contradiction(home: Home) -> None:
    build_edition(home)
    prepared = _look(home, HUNAN.replace("=6", "=7"))
    [found] = prepared.contradictions
    assert (found.figure.value, found.known["value"]) == (7, 6)
    assert prepared.joined == frozenset()


def test_a_newer_version_does_not_contradict_the_older_whose_place_it_takes(home: Home) -> None:
    _publish(home, _look(home, LANZHOU))
    prepared = _look(home, LANZHOU.replace("=12", "=13"))
    assert prepared.state == "version"
    assert prepared.contradictions == ()
    assert prepared.joined == frozenset()


def test_the_same_bytes_are_known(home: Home) -> None:
    _publish(home, _look(home, LANZHOU))
    prepared = _look(home, LANZHOU)
    assert prepared.state == "known"
    assert prepared.note == list_reports(home)[0]
    assert _publish(home, prepared).edition is None


@pytest.mark.parametrize(("text", "reason"), [("", "空"), ("湖南省机关事务管理局 2020\nboom", "boom")])
def test_what_cannot_be_read_is_refused_with_its_reason(home: Home, text: str, reason: str) -> None:
    prepared = _look(home, text)
    assert prepared.state == "refused"
    assert reason in prepared.reason
    with pytest.raises(ValueError, match="cannot be accepted"):
        _publish(home, prepared)


def test_a_report_of_nobody_waits_for_a_person_to_say_whose_it_is(home: Home) -> None:
    prepared = _look(home, NOBODY)
    assert prepared.state == "unplaced"
    assert prepared.document is not None
    assert prepared.document.text == NOBODY
    said = _look(home, NOBODY, publisher="兰州市机关事务管理局", year=2019, document=prepared.document)
    assert said.state == "new"
    assert said.extraction is not None
    assert (said.extraction.report.agency_id, said.extraction.report.report_year) == ("620100-goa", 2019)


def test_what_a_person_says_of_a_report_outlasts_reading_it_again(home: Home) -> None:
    said = {"publisher": "长沙市某某后勤中心", "year": 2018, "title": "二〇一八年的报告", "region_code": "430100"}
    _publish(home, _look(home, NOBODY, **said))
    [note] = list_reports(home)
    assert (note.publisher, note.year, note.title, note.region_code) == tuple(said.values())
    shutil.rmtree(home.extractions)
    assert build_edition(home, understand=understand).reports_read == 1
    with open_warehouse(home) as warehouse:
        report = warehouse.ask("reports").iloc[0]
        facts = warehouse.facts(Filters(agencies=(str(report["agency_id"]),)))
    assert (report["publisher"], report["title"], report["report_year"]) == ("长沙市某某后勤中心", "二〇一八年的报告", 2018)
    assert (facts["region_code"].tolist(), facts["year"].tolist(), facts["value"].tolist()) == (["430100"], [2018], [3])
    assert facts["source_title"].tolist() == ["二〇一八年的报告"]


def test_what_is_said_anew_of_a_known_report_is_kept(home: Home) -> None:
    _publish(home, _look(home, LANZHOU))
    anew = _look(home, LANZHOU, year=2020)
    assert anew.state == "known"
    summary = _publish(home, anew)
    assert summary.edition is not None
    with open_warehouse(home) as warehouse:
        assert warehouse.ask("reports")["report_year"].tolist() == [2020]


def test_what_was_not_ticked_is_rejected_and_can_be_ticked_later(home: Home) -> None:
    prepared = _look(home, LANZHOU)
    fleet = _fact_of(prepared, "vehicles.fleet")
    _publish(home, Accepted(prepared, frozenset({fleet})))
    assert _facts(home, "620100-goa") == {"vehicles.withdrawn": 12}
    [decision] = standing_decisions(home)
    assert (decision.action, decision.who) == ("reject", "测试员")
    again = _look(home, LANZHOU)
    assert rejected_facts(home, again) == {fleet}
    assert _publish(home, Accepted(again, frozenset({fleet}))).edition is None
    _publish(home, again)
    assert _facts(home, "620100-goa") == {"vehicles.withdrawn": 12, "vehicles.fleet": 340}
    assert rejected_facts(home, again) == frozenset()


def test_several_reports_make_one_edition_that_says_what_changed(home: Home) -> None:
    build_edition(home)
    preview = Preview(home, understand)
    looked = [preview.examine(name, name, text.encode()) for name, text in (("a", HUNAN), ("b", LANZHOU))]
    summary = _publish(home, *looked)
    assert [note.number for note in list_editions(home)] == [1, 2]
    assert summary.edition is not None
    assert (summary.edition.added, summary.edition.revised, summary.edition.removed, summary.joined) == (3, 0, 0, 1)


def test_a_version_may_stand_beside_the_other(home: Home) -> None:
    _publish(home, _look(home, LANZHOU))
    _publish(home, Accepted(_look(home, LANZHOU.replace("=12", "=13")), replaces=False))
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts(Filters(metrics=("vehicles.withdrawn",), agencies=("620100-goa",), from_year=2021))
    assert facts["value"].tolist() == [12, 13]


def test_versions_that_were_looked_at_together_take_each_others_place(home: Home) -> None:
    preview = Preview(home, understand)
    texts = (LANZHOU, LANZHOU.replace("=12", "=13"))
    first, second = (preview.examine("a", "a", text.encode()) for text in texts)
    assert (first.state, second.state) == ("new", "version")
    _publish(home, first, second)
    assert _facts(home, "620100-goa") == {"vehicles.withdrawn": 13, "vehicles.fleet": 340}


def test_a_version_of_a_report_that_was_not_accepted_is_new(home: Home) -> None:
    preview = Preview(home, understand)
    preview.examine("a", "a", LANZHOU.encode())
    _publish(home, preview.examine("b", "b", LANZHOU.replace("=12", "=13").encode()))
    [note] = list_reports(home)
    assert note.supersedes is None


def test_a_report_moved_to_another_body_is_compared_there(home: Home) -> None:
    preview = Preview(home, understand)
    preview.examine("a", "a", LANZHOU.encode())
    preview.examine("a", "a", LANZHOU.encode(), publisher="长沙市机关事务管理局")
    assert preview.examine("b", "b", LANZHOU.replace("=12", "=13").encode()).state == "new"


def test_a_crash_between_decisions_and_report_lets_nothing_in(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = _look(home, LANZHOU)
    accepted = Accepted(prepared, frozenset({_fact_of(prepared, "vehicles.fleet")}))

    def crash(*_: object) -> bool:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(publishing, "store_report", crash)
        with pytest.raises(OSError, match="no space"):
            _publish(home, accepted)
    assert list_reports(home) == []
    assert current_number(home) is None
    _publish(home, accepted)
    assert _facts(home, "620100-goa") == {"vehicles.withdrawn": 12}


def test_a_crash_before_the_edition_loses_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> None:
        raise OSError("no space left")

    prepared = _look(home, LANZHOU)
    with monkeypatch.context() as broken:
        broken.setattr(publishing, "update_edition", crash)
        with pytest.raises(OSError, match="no space"):
            _publish(home, prepared)
    again = _look(home, LANZHOU)
    assert again.state == "known"
    assert _publish(home, again).edition is not None
    assert _facts(home, "620100-goa") == {"vehicles.withdrawn": 12, "vehicles.fleet": 340}


def test_what_is_corrected_before_publishing_comes_in_corrected_and_can_be_undone(home: Home) -> None:
    prepared = _look(home, LANZHOU)
    assert prepared.extraction is not None
    [figure] = [one for one in prepared.extraction.figures if one.metric_id == "vehicles.fleet"]
    span = figure.span_start or 0, figure.span_end or 0
    _publish(home, Accepted(prepared, corrections=(Correction(*span, {"value": "430"}, "看错一位"),)))
    assert _facts(home, "620100-goa")["vehicles.withdrawn"] == 12
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts(Filters(agencies=("620100-goa",), metrics=("vehicles.fleet",), statuses=("corrected",)))
    assert facts["value"].tolist() == [430]
    [decision] = standing_decisions(home)
    assert (decision.action, decision.who, decision.why) == ("correct", "测试员", "看错一位")
    undo(home, "测试员", decision)
    build_edition(home, understand=understand)
    assert _facts(home, "620100-goa")["vehicles.fleet"] == 340


def test_a_correction_of_what_is_left_out_or_not_there_is_no_decision(home: Home) -> None:
    prepared = _look(home, LANZHOU)
    assert prepared.extraction is not None
    [figure] = [one for one in prepared.extraction.figures if one.metric_id == "vehicles.fleet"]
    one = Correction(figure.span_start or 0, figure.span_end or 0, {"value": "430"})
    with pytest.raises(ValueError, match="没有数字"):
        _publish(home, Accepted(prepared, corrections=(Correction(0, 1, {"value": "430"}),)))
    _publish(home, Accepted(prepared, frozenset({figure.fact_id}), corrections=(one,)))
    assert [decision.action for decision in standing_decisions(home)] == ["reject"]
