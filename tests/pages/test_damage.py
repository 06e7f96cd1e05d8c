"""An edition that was damaged, or that another program built: the page says so and shows a way on."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import prepare_page, use_data
from yearbook.catalogue.files import Home
from yearbook.pipeline.build import build_edition
from yearbook.store.files import sum_of
from yearbook.warehouse.registry import POINTER, edition_file
from yearbook.web.monitoring import answer_health


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    home = Home(tmp_path)
    for _ in range(2):
        build_edition(home)
    use_data(tmp_path, monkeypatch)
    return home


def visit(**query: str) -> AppTest:
    return prepare_page("overview", **query).run()


def test_a_damaged_edition_is_told_on_the_page_and_the_one_before_is_offered(home: Home) -> None:
    with edition_file(home, 2).open("r+b") as stream:
        stream.seek(500_000)
        stream.write(b"damage")
    page = visit()
    assert not page.exception
    [error] = page.error
    assert "第 2 版的文件已损坏" in error.value
    assert "rollback 1" in error.value
    [button] = [button for button in page.button if "第 1 版" in button.label]
    page = button.click().run()
    assert not page.error
    assert page.title
    assert "The file of edition 2 is damaged" in visit(lang="en").error[0].value


def test_a_damaged_pointer_is_told_on_the_page(home: Home) -> None:
    (home.editions / POINTER).write_bytes(b"\0\0\0")
    page = visit()
    assert not page.exception
    assert "rollback 2" in page.error[0].value
    assert len(list(home.editions.glob("*.duckdb"))) == 2
    answered = answer_health(None)  # type: ignore[arg-type]
    assert answered.status_code == 503
    assert "rollback 2" in json.loads(answered.body)["status"]


def test_an_edition_of_another_program_is_said_to_be_one(home: Home) -> None:
    note = home.editions / "2.json"
    told = json.loads(note.read_text(encoding="utf-8"))
    note.write_text(json.dumps(told | {"schema": "older"}), encoding="utf-8")
    assert any("另一版本的程序" in caption.value for caption in visit().caption)
    note.write_text(json.dumps(told), encoding="utf-8")
    st.cache_resource.clear()
    assert not any("另一版本的程序" in caption.value for caption in visit().caption)


@pytest.mark.parametrize(("table", "page"), [("holdings", "overview"), ("reports", "reports")])
def test_what_an_edition_of_another_program_lacks_is_said_calmly_with_the_mend(home: Home, table: str, page: str) -> None:
    with duckdb.connect(str(edition_file(home, 2))) as connection:
        connection.execute(f"drop table {table}")
    note = home.editions / "2.json"
    told = json.loads(note.read_text(encoding="utf-8")) | {"schema": "older", "sha256": sum_of(edition_file(home, 2))}
    note.write_text(json.dumps(told), encoding="utf-8")
    for language, words in (("zh", "由另一版本的程序生成"), ("en", "Another version of the program")):
        shown = prepare_page(page, lang=language).run()
        assert not shown.exception
        [info] = shown.info
        assert words in info.value
        assert "python -m yearbook build" in info.value
