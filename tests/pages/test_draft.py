"""The page 报告自查: findings with their words framed, a list to take away, and nothing that outlives the session."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, prepare_page
from tests.pages.said import all_said
from tests.pipeline.test_drafts import LAST, SOUND
from yearbook.catalogue.messages import translate
from yearbook.ui.auth.roles import CHECK_HERE, STEWARD_HERE

FAULTY = SOUND.replace("占25.00%", "占35.00%").replace("充电桩46个", "充电桩64个").replace("内设机构8个", "内设机构XX个")


@pytest.fixture
def page(edition: int, monkeypatch: pytest.MonkeyPatch) -> AppTest:  # noqa: ARG001
    monkeypatch.setenv(STEWARD_HERE, "1")
    return prepare_page("draft").run()


def drop(app: AppTest, draft: str | bytes, last: str | None = None) -> AppTest:
    app.file_uploader[0].set_value([("草稿.txt", draft.encode() if isinstance(draft, str) else draft, "")])
    if last is not None:
        app.file_uploader[1].set_value([("上年.txt", last.encode(), "")])
    next(button for button in app.button if button.label == translate("drafts.start", "zh")).click()
    app.run()
    assert not app.exception
    return app


def test_each_finding_is_listed_and_the_first_is_framed(page: AppTest) -> None:
    app = drop(page, FAULTY, LAST)
    table = app.dataframe[0].value
    assert table["kind"].tolist() == ["前后矛盾", "与上年报告不符", "未填写的占位符"]
    framed = next(block.body for block in app.html if "report-text" in block.body)
    assert 'class="mark role-finding chosen"' in framed
    assert framed.count("role-finding") == 3
    assert 'role-beside">' in framed.replace(' title=""', "")  # what stands against the chosen one
    assert "共3处：前后矛盾1处、与上年报告不符1处、未填写的占位符1处" in " ".join(all_said(app))


def test_a_sound_draft_says_that_nothing_was_found(page: AppTest) -> None:
    app = drop(page, SOUND, LAST)
    assert [note.value for note in app.success] == [translate("drafts.clean", "zh")]
    assert not app.dataframe


def test_a_file_that_cannot_be_read_is_refused_and_another_may_follow(page: AppTest) -> None:
    app = drop(page, b"%PDF-1.7 nothing")
    assert app.error
    next(button for button in app.button if button.label == translate("drafts.again", "zh")).click()
    assert app.run().file_uploader


def test_nothing_of_a_draft_is_stored(page: AppTest, data_folder: Path) -> None:
    before = sorted(data_folder.rglob("*"))
    app = drop(page, FAULTY)
    assert sorted(data_folder.rglob("*")) == before
    next(button for button in app.button if button.label == translate("drafts.again", "zh")).click()
    app.run()
    assert "draft" not in app.session_state
    assert "XX" not in " ".join(all_said(app))


def test_whoever_only_reads_may_look_through_drafts_where_that_is_open(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not visit("draft").file_uploader
    monkeypatch.setenv(CHECK_HERE, "1")
    assert visit("draft").file_uploader
    assert not visit("import").file_uploader
