"""The page for analysts' SQL: off unless it is turned on; an answer, or why there is none, in words."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Visit
from yearbook.catalogue.messages import translate


def test_sql_is_off_unless_it_is_turned_on(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YEARBOOK_SQL", raising=False)
    app = visit("sql")
    assert [info.value for info in app.info] == [translate("sql.turned_off", "zh")]
    assert not app.text_area


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_example_is_answered_and_a_wrong_question_told_so(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("YEARBOOK_SQL", "1")
    spoken = "en" if language == "en" else "zh"
    app = visit("sql", lang=language)
    run = next(button for button in app.button if button.label == translate("sql.run", spoken))
    app = run.click().run()
    assert not app.exception
    assert len(app.dataframe[0].value) > 5
    app.text_area[0].set_value("drop table facts")
    app = next(button for button in app.button if button.label == translate("sql.run", spoken)).click().run()
    assert [error.value for error in app.error] == [translate("sql.refused_not_select", spoken)]


def test_every_table_is_described(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEARBOOK_SQL", "1")
    labels = [expander.label for expander in visit("sql").expander]
    assert labels
    assert [label for label in labels if label.endswith(translate("sql.table_other", "zh"))] == []
