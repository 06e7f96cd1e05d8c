"""What contradicts itself in a report is listed on its page and waits in review, with the words of both places."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import prepare_page, use_data
from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import translate
from yearbook.pipeline.ingest import ingest
from yearbook.warehouse.warehouse import open_warehouse

TEXT = (
    "濮阳市机关事务管理局2023年度部门决算\n\n财务情况表\n单位：万元\n"
    "科目 | 2023年 | 2022年\n物业管理费 | 32.10 | 30.10\n水费 | 5 | 6\n\n"
    "2023年物业管理费支出31.20万元。\n"
)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("contradictions")
    (folder / "report.txt").write_text(TEXT, encoding="utf-8")
    home = Home(folder / "data")
    ingest([folder / "report.txt"], home)
    return home


@pytest.fixture
def report_id(installation: Home, monkeypatch: pytest.MonkeyPatch) -> str:
    use_data(installation.root, monkeypatch, steward=True)
    with open_warehouse(installation) as warehouse:
        return str(warehouse.ask("reports")["report_id"].iloc[0])


def words_of(app: AppTest) -> str:
    shown = [*(one.value for one in app.markdown), *(getattr(one, "body", "") for one in app.get("html"))]
    return " ".join(map(str, shown))


def test_a_reports_page_lists_what_contradicts_itself(report_id: str) -> None:
    app = prepare_page("reports", report=report_id).run()
    assert not app.exception
    assert translate("interface.contradicted", "zh", count=2) in words_of(app)
    links = [link.proto.label for link in app.get("page_link")]
    assert any("31.20" in label and translate("caveats.contradicts_itself", "zh") in label for label in links)


def test_review_quotes_both_places(report_id: str) -> None:
    app = prepare_page("review", kind="contradiction").run()
    assert not app.exception
    words = words_of(app)
    rule = translate("caveats.contradicts_itself", "zh")
    assert translate("interface.contradicts", "zh", rule=rule) in words
    assert "31.20" in words
    assert "32.10" in words
    assert report_id
