"""Script in a report's text, title, file name and publisher stays text on every page, in every export and at every address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.pages.conftest import prepare_page, use_data
from yearbook.catalogue.files import Home
from yearbook.exports.snapshot import make_snapshot
from yearbook.pipeline.preview import Preview
from yearbook.pipeline.publish import Accepted, publish_prepared
from yearbook.ui.auth.roles import SQL_HERE
from yearbook.ui.navigation import PLACES
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import open_warehouse

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(1)>"
LINK = "[点我](javascript:alert(1)) ![图](http://evil.example/x.png)"
BODY = f"=1+1芷岸市{IMAGE}事务局"
TEXT = (
    f"芷岸市机关事务管理局2023年工作报告（示例）{SCRIPT}\n\n"
    f"2023年，全市公务用车保有量1200辆{SCRIPT}，比上年减少30辆。全年新建充电桩{IMAGE}17个。{LINK}\n"
)
TITLE = f"=HYPERLINK(1){SCRIPT}{LINK}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with one report that was brought in with hostile words wherever a person may say some."""
    home = Home(tmp_path_factory.mktemp("hostile"))
    said = {"publisher": BODY, "year": 2023, "title": TITLE, "region_code": "990100"}
    with Preview(home) as preview:
        prepared = preview.examine(f"{SCRIPT}.txt", f"{SCRIPT}.txt", TEXT.encode(), **said)  # type: ignore[arg-type]
    publish_prepared([Accepted(prepared)], home, IMAGE)
    return home.root


@pytest.mark.parametrize("page", [place.name for place in PLACES])
def test_on_a_page_it_is_text(folder: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    use_data(folder, monkeypatch, steward=True)
    monkeypatch.setenv(SQL_HERE, "1")
    app = prepare_page(page, region="990100").run()
    assert not app.exception
    for node in app._tree:
        proto: Any = getattr(node, "proto", None)
        if node.type == "html":
            _require_text_only(str(getattr(proto, "body", "")))
        elif node.type == "markdown":
            assert not getattr(proto, "allow_html", False)
            shown = str(getattr(proto, "body", ""))
            assert "](javascript:" not in shown
            assert "](http://evil" not in shown


def test_the_words_are_shown_somewhere(folder: Path) -> None:
    """Else the test above looks at nothing."""
    with open_warehouse(Home(folder)) as warehouse:
        assert warehouse.ask("reports")["title"].tolist() == [TITLE]
        facts = warehouse.facts(Filters(regions=("990100",)))
        assert "alert(1)" in facts["evidence"].str.cat()
        assert set(facts["agency_zh"]) == {BODY}


def test_in_a_workbook_it_is_no_formula_and_in_a_csv_it_stands_behind_an_apostrophe(folder: Path, tmp_path: Path) -> None:
    with open_warehouse(Home(folder)) as warehouse:
        made = {form: make_snapshot(warehouse, Filters(regions=("990100",)), form).content for form in ("xlsx", "csv")}
    (tmp_path / "a.xlsx").write_bytes(made["xlsx"])
    cells = [cell for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx") for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert any(str(cell.value).lstrip("'").startswith("=1+1") for cell in cells)
    assert b"'=1+1" in made["csv"]
    assert b",=1+1" not in made["csv"]


def _require_text_only(body: str) -> None:
    parsed = LexborHTMLParser(body)
    for node in [*(parsed.head.traverse() if parsed.head else ()), *(parsed.body.traverse() if parsed.body else ())]:
        assert node.tag not in {"img", "iframe", "object", "embed", "form"}
        assert "alert(" not in (node.text(deep=True) if node.tag == "script" else "")
        assert not [name for name in node.attributes if name.startswith("on")]
        assert not str(node.attributes.get("href") or "").lower().startswith("javascript:")
