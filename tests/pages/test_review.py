"""The review page: one decision a key, the next thing at once, everything undone, and editions that show what was decided."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import SAMPLES, Visit, prepare_page, use_data
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import translate
from yearbook.records.state import Decision
from yearbook.store.decisions import decide, list_decisions, standing_decisions
from yearbook.ui.review import actions as review_actions
from yearbook.ui.review import queue as review_queue
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.registry import current_number, rollback
from yearbook.warehouse.statement import see
from yearbook.warehouse.warehouse import open_warehouse

Open = Callable[..., AppTest]


@pytest.fixture
def own(data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An installation with the samples that a test may write to, and leave to write."""
    home = Home(tmp_path / "own")
    shutil.copytree(data_folder, home.root)
    rollback(home, SAMPLES)
    use_data(home.root, monkeypatch, steward=True)
    monkeypatch.setattr("getpass.getuser", lambda: "王审核")
    monkeypatch.setattr(review_actions, "QUICKEST", 0)  # tests press quicker than people
    monkeypatch.setattr(review_queue, "DOUBTED", 0.96)  # so that several of the samples' figures are doubted
    return home


@pytest.fixture
def review(own: Home) -> Open:  # noqa: ARG001
    def open_page(**query: str) -> AppTest:
        app = prepare_page("review", **query).run()
        assert not app.exception
        return app

    return open_page


def press(app: AppTest, words: str, **values: str) -> AppTest:
    """Press the button that says `review.<words>`."""
    label = translate(f"review.{words}", "zh", **values)
    [button] = [button for button in app.button if button.label == label]
    button.click().run()
    assert not app.exception
    return app


def position(app: AppTest) -> str:
    return next((caption.value for caption in app.caption if caption.value.startswith("第") and "共" in caption.value), "")


def shown(app: AppTest) -> str:
    """The explanation of the item: the text under its badge."""
    return " ".join(block.value for block in app.markdown)


def waiting(count: int) -> str:
    return translate("review.waiting", "zh", count=count)


def fact_of(home: Home, decision: Decision) -> dict[str, object] | None:
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts(Filters(regions=("990000",)))
    rows = facts[(facts["report_id"] == decision.report_id) & (facts["span_start"] == decision.span_start)].to_dict("records")
    return {str(name): value for name, value in rows[0].items()} if rows else None


def test_without_permission_there_is_nothing_to_press(visit: Visit) -> None:
    app = visit("review")
    assert [info.value for info in app.info] == [translate("interface.writing_off", "zh")]
    assert [button.key for button in app.button] == ["find"]  # in the head of every page


def test_one_press_confirms_and_moves_on(own: Home, review: Open) -> None:
    app = review(kind="doubtful")
    first, place = position(app), app.button[2].key
    press(app, "confirm")
    [decision] = list_decisions(own)
    assert (decision.who, decision.action) == ("王审核", "confirm")
    assert decision.seen["metric_id"]
    assert position(app) != first
    assert app.button[2].key != place
    assert waiting(1) in shown(app)


def test_every_action_has_a_key_of_its_own(review: Open) -> None:
    for kind in ("contradiction", "headline", "doubtful", "unverified"):
        keys = [button.proto.shortcut for button in review(kind=kind).button if button.proto.shortcut]
        assert len(keys) == len(set(keys)) >= 4
        assert not {"c", "r"} & set(keys), "Streamlit keeps these for itself"


def test_a_decision_is_taken_back_and_comes_up_again(own: Home, review: Open) -> None:
    app = review(kind="doubtful")
    before = shown(app)
    press(app, "reject")
    press(app, "undo_last")
    assert standing_decisions(own) == []
    assert [decision.action for decision in list_decisions(own)] == ["reject", "undo"]
    assert shown(app) == before


def test_steps_go_on_and_back_without_deciding(own: Home, review: Open) -> None:
    app = review(kind="doubtful")
    first = position(app)
    press(app, "skip")
    assert position(app) != first
    press(app, "back")
    assert position(app) == first
    assert list_decisions(own) == []


def test_a_key_held_down_decides_once(own: Home, review: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_actions, "QUICKEST", 3600)
    app = press(review(kind="doubtful"), "reject")
    second = position(app)
    for _ in range(3):
        press(app, "reject")
    assert len(list_decisions(own)) == 1
    assert position(app) == second
    assert translate("review.too_quick", "zh") in app.error[0].value


def test_a_reason_goes_along(own: Home, review: Open) -> None:
    app = review(kind="doubtful")
    app.text_input[0].set_value("与附表不符").run()
    press(app, "reject")
    assert list_decisions(own)[0].why == "与附表不符"


def test_a_correction_is_published_and_shows(own: Home, review: Open) -> None:
    app = review(kind="headline", region="990000")
    press(app, "correct")
    value = next(field for field in app.text_input if field.label == translate("review.field_value", "zh"))
    value.set_value("8630")
    press(app, "save")
    [decision] = list_decisions(own)
    assert (decision.action, decision.change) == ("correct", {"value": "8630"})
    press(app, "publish")
    assert current_number(own) == SAMPLES + 1
    assert app.success[0].value.startswith(
        translate("review.published", "zh", number=3, added=0, revised=1, removed=0, decisions=1, undone=0)
    )
    fact = fact_of(own, decision)
    assert fact is not None
    assert (fact["value"], fact["status"], fact["method"]) == (8630, "corrected", "corrected")
    rollback(own, SAMPLES)
    fact = fact_of(own, decision)
    assert fact is not None
    assert fact["value"] == float(decision.seen["value"])


def test_a_correction_that_makes_no_sense_is_not_kept(own: Home, review: Open) -> None:
    app = review(kind="headline", region="990000")
    press(app, "correct")
    next(field for field in app.text_input if field.label == translate("review.field_value", "zh")).set_value("许多")
    press(app, "save")
    assert [error.value for error in app.error] == [translate("review.fault_value", "zh")]
    assert list_decisions(own) == []


def test_saving_what_was_understood_confirms_it(own: Home, review: Open) -> None:
    app = review(kind="headline", region="990000")
    press(app, "correct")
    press(app, "save")
    assert [decision.action for decision in list_decisions(own)] == ["confirm"]


def test_another_metric_is_one_press_away(own: Home, review: Open) -> None:
    app, total = review(kind="doubtful"), load_catalogue().metrics["assets.reuse_saving_total"]
    while not (others := [button for button in app.button if button.proto.shortcut == "1" and button.label == total.name["zh"]]):
        press(app, "skip")
    others[0].click().run()
    [decision] = list_decisions(own)
    assert decision.action == "correct"
    assert decision.change["metric_id"] == total.id
    assert decision.change["period_start"] == decision.seen["period_end"], "a total is of the last day"


def test_a_rejected_figure_leaves_the_next_edition(own: Home, review: Open) -> None:
    app = press(review(kind="headline", region="990000"), "reject")
    decision = list_decisions(own)[0]
    press(app, "publish")
    assert fact_of(own, decision) is None
    with open_warehouse(own) as warehouse:
        assert warehouse.ask("changes")[["change", "reason"]].to_numpy().tolist() == [["removed", "decided"]]


def test_any_decision_can_be_undone_from_the_list(own: Home, review: Open) -> None:
    app = review(kind="doubtful")
    for action in ("confirm", "reject", "not_a_figure"):
        press(app, action)
    app.session_state["review part"] = translate("review.decided_count", "zh", count=3)
    app.run()
    assert app.dataframe[0].value["who"].tolist() == ["王审核"] * 3
    assert app.dataframe[0].value["state"].tolist() == [translate("review.state_waiting", "zh")] * 3
    app.session_state["review decisions 0"] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    app.run()
    press(app, "undo_these", count="1")
    assert [decision.action for decision in standing_decisions(own)] == ["confirm", "not_a_figure"]


def test_the_figures_of_one_source_are_verified_at_once(own: Home, review: Open) -> None:
    app = review()
    app.session_state["review part"] = translate("review.by_source", "zh")
    app.run()
    [source] = [one for one in app.selectbox if one.label == translate("review.by_source_choose", "zh")]
    title = str(source.value)
    key = next(str(one.key) for one in app.dataframe if str(one.key).startswith("figures of a source"))
    assert [button.disabled for button in app.button if button.label == translate("review.by_source_verify", "zh", count=0)]
    app.session_state[key] = {"selection": {"rows": [0, 1], "columns": [], "cells": []}}
    app.run()
    name, address = (translate(f"review.field_{field}", "zh") for field in ("title", "address"))
    next(one for one in app.text_input if one.label == name).set_value("某省2020年年报")
    next(one for one in app.text_input if one.label == address).set_value("https://www.example.gov.cn/2020")
    press(app, "by_source_verify", count="2")
    decided = standing_decisions(own)
    assert [one.action for one in decided] == ["verify", "verify"]
    press(review(), "publish")
    with open_warehouse(own) as warehouse:
        facts = [warehouse.ask("fact", fact_id=one.fact_id).iloc[0] for one in decided]
    assert {(fact["status"], fact["source_title"]) for fact in facts} == {("verified", "某省2020年年报")}
    assert title != "某省2020年年报"


def test_a_report_is_withdrawn_published_and_taken_in_again(own: Home, review: Open) -> None:
    with open_warehouse(own) as warehouse:
        report_id = str(warehouse.ask("reports")["report_id"].iloc[0])
    page = prepare_page("reports", report=report_id).run()
    [why] = [one for one in page.text_input if one.label == translate("review.withdraw_why", "zh")]
    why.set_value("误传").run()
    press(page, "withdraw_do")
    assert [(one.action, one.report_id, one.why) for one in standing_decisions(own)] == [("withdraw", report_id, "误传")]
    press(review(), "publish")
    with open_warehouse(own) as warehouse:
        assert report_id not in set(warehouse.ask("reports")["report_id"])
    page = press(prepare_page("reports").run(), "withdraw_undo")
    assert standing_decisions(own) == []
    press(review(), "publish")
    with open_warehouse(own) as warehouse:
        assert report_id in set(warehouse.ask("reports")["report_id"])


def test_readers_are_not_offered_to_withdraw(visit: Visit) -> None:
    page = visit("reports")
    assert [button.label for button in page.button if button.label == translate("review.withdraw_do", "zh")] == []


def test_an_unverified_figure_is_verified_with_its_source(own: Home, review: Open) -> None:
    app = press(review(kind="unverified"), "verify")
    title, address = app.text_input[0], app.text_input[1]
    title.set_value("某省机关事务管理局 2020 年年报")
    address.set_value("javascript:alert(1)")
    press(app, "save")
    assert [error.value for error in app.error] == [translate("review.fault_address", "zh")]
    app.text_input[1].set_value("https://www.example.gov.cn/2020")
    press(app, "save")
    [decision] = list_decisions(own)
    press(app, "publish")
    with open_warehouse(own) as warehouse:
        fact = warehouse.ask("fact", fact_id=decision.fact_id).iloc[0]
    assert (fact["status"], fact["source_url"]) == ("verified", "https://www.example.gov.cn/2020")


def conflicting(home: Home) -> Decision:
    """A decision about a figure that was read differently when it was taken."""
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts(Filters(regions=("990000",), statuses=("extracted",)))
        fact = facts[facts["confidence"] > 0.95].iloc[0]
        mentions = warehouse.ask("mentions", report_id=fact["report_id"]).to_dict("records")
    mention = {str(name): value for name, value in next(one for one in mentions if one["fact_id"] == fact["fact_id"]).items()}
    place = str(mention["report_id"]), int(mention["span_start"]), int(mention["span_end"])
    return decide(
        home, Decision("李主任", "correct", *place, change={"value": "777"}, seen=see(mention) | {"value": "5"}, why="附表")
    )


def test_a_conflict_comes_back_with_what_was_decided_and_can_be_kept(own: Home, review: Open) -> None:
    decision = conflicting(own)
    press(review(), "publish")
    app = review(kind="conflict")
    assert "777" in app.table[0].value.to_string()
    assert "李主任" in " ".join(caption.value for caption in app.caption)
    press(app, "keep")
    press(app, "publish")
    fact = fact_of(own, decision)
    assert fact is not None
    assert fact["value"] == 777
    with open_warehouse(own) as warehouse:
        assert warehouse.ask("decisions")["state"].tolist() == ["holds"]


def test_a_conflict_can_end_with_the_new_reading(own: Home, review: Open) -> None:
    decision = conflicting(own)
    app = press(review(), "publish")
    app = press(review(kind="conflict"), "take_new")
    press(app, "publish")
    fact = fact_of(own, decision)
    assert fact is not None
    assert fact["status"] == "extracted"


def test_any_figure_can_be_asked_for_by_its_link(own: Home, review: Open) -> None:
    with open_warehouse(own) as warehouse:
        fact = warehouse.facts(Filters(regions=("990000",), statuses=("extracted",))).query("confidence > 0.97").iloc[0]
    app = review(item=str(fact["fact_id"]))
    assert translate("review.why_chosen", "zh") in shown(app)
    press(app, "confirm")
    assert list_decisions(own)[0].place == (fact["report_id"], fact["span_start"], fact["span_end"])


def test_an_unclaimed_quantity_is_claimed(own: Home, review: Open) -> None:
    with open_warehouse(own) as warehouse:
        mentions = pd.concat([warehouse.ask("mentions", report_id=report) for report in warehouse.ask("reports")["report_id"]])
    quantity = mentions.query("role == 'quantity' and unit == 'person_time'").iloc[0]
    app = review(item=f"{quantity['report_id']}:{quantity['span_start']}:{quantity['span_end']}")
    press(app, "claim")
    chosen = next(box for box in app.selectbox if box.label == translate("review.field_metric", "zh"))
    scope = next(box for box in app.selectbox if box.label == translate("review.field_scope", "zh"))
    metric_id = chosen.value
    scope.set_value("direct_units")
    press(app, "save")
    [decision] = list_decisions(own)
    assert (decision.action, decision.change["metric_id"]) == ("claim", metric_id)
    press(app, "publish")
    fact = fact_of(own, decision)
    assert fact is not None
    assert (fact["metric_id"], fact["value"], fact["status"]) == (metric_id, quantity["value"], "corrected")


def test_a_link_to_nothing_begins_at_the_beginning(review: Open) -> None:
    for nonsense in ("x", "x:1:2", "f0000000000", "::", "a:b:c"):
        assert position(review(item=nonsense)).startswith("第1条")


def test_what_the_disk_refuses_is_said_and_nothing_moves(own: Home, review: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    app = review(kind="doubtful")
    first = position(app)
    monkeypatch.setattr(review_actions, "decide", refuse)
    press(app, "confirm")
    assert "No space left" in app.error[0].value
    assert position(app) == first
    assert list_decisions(own) == []


def test_a_damaged_journal_is_named(own: Home, review: Open) -> None:
    own.decisions.mkdir(parents=True, exist_ok=True)
    (own.decisions / "journal.jsonl").write_text("nonsense\n", encoding="utf-8")
    assert "journal.jsonl: line 1" in review().error[0].value


def test_the_evidence_says_who_corrected_a_figure(own: Home, review: Open) -> None:
    app = review(kind="headline", region="990000")
    press(app, "correct")
    next(field for field in app.text_input if field.label == translate("review.field_value", "zh")).set_value("8630")
    press(app, "save")
    press(app, "publish")
    fact = fact_of(own, list_decisions(own)[0])
    assert fact is not None
    app.session_state["evidence asked for"] = (fact["fact_id"], None)
    app.run()
    assert any(caption.value.startswith("王审核，") for caption in app.caption)


def test_a_place_that_another_person_has_settled_gives_way_to_the_next(own: Home, review: Open) -> None:
    app = review(kind="doubtful")
    press(app, "skip")
    at = position(app)
    [confirm] = [button for button in app.button if button.label == translate("review.confirm", "zh")]
    report_id, start, end = str(confirm.key).rpartition(" ")[2].split(":")
    decide(own, Decision("李主任", "reject", report_id, int(start), int(end)))
    app.run()
    assert position(app) != at
    assert confirm.key not in [button.key for button in app.button]
