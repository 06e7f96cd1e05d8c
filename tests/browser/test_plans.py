"""Two journeys by eye: a target with the words of its outcome, and a draft with planted faults looked through and taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx import Document as open_docx
from playwright.sync_api import Browser

from tests.browser.conftest import PATIENCE, Visitor, serve_site
from tests.pipeline.test_drafts import LAST, SOUND

FAULTY = SOUND.replace("占25.00%", "占35.00%").replace("充电桩46个", "充电桩64个").replace("内设机构8个", "内设机构XX个")
FRAMED = """() => {
    const framed = document.querySelector('.report-text .chosen'), box = framed.closest('[data-testid="stVerticalBlock"]');
    const [word, around] = [framed.getBoundingClientRect(), box.getBoundingClientRect()];
    return [framed.textContent, getComputedStyle(framed).outlineStyle, word.top >= 0 && word.top < around.bottom];
}"""


@pytest.fixture
def checker(tmp_path: Path, browser: Browser) -> Iterator[Visitor]:
    """Somebody at a server of their own that holds nothing yet."""
    (tmp_path / "data").mkdir()
    with serve_site(tmp_path / "data", "--steward") as address:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", accept_downloads=True)
        yield Visitor(context, address)
        context.close()


def test_a_draft_with_planted_faults_is_looked_through_and_leaves_nothing_behind(checker: Visitor, tmp_path: Path) -> None:
    page, data = checker.page, tmp_path / "data"
    (tmp_path / "草稿.txt").write_text(FAULTY, encoding="utf-8")
    (tmp_path / "上年.txt").write_text(LAST, encoding="utf-8")
    checker.open("draft")
    before = {path for path in data.rglob("*") if "editions" not in path.parts}
    uploaders = page.locator("input[type=file]")
    uploaders.nth(0).set_input_files(tmp_path / "草稿.txt")
    uploaders.nth(1).set_input_files(tmp_path / "上年.txt")
    page.get_by_text("上年.txt").wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="开始自查").click()
    page.get_by_text("共3处：前后矛盾1处、与上年报告不符1处、未填写的占位符1处").wait_for(timeout=PATIENCE)
    checker.settle()
    assert page.evaluate(FRAMED) == ["35.00%", "solid", True]
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name="下载问题清单").click()
    download.value.save_as(tmp_path / "list.docx")
    assert [row.cells[1].text for row in open_docx(str(tmp_path / "list.docx")).tables[0].rows[1:]] == [
        "前后矛盾", "与上年报告不符", "未填写的占位符",
    ]  # fmt: skip
    page.get_by_role("button", name="清除并重新自查").click()
    page.get_by_role("button", name="开始自查").wait_for(timeout=PATIENCE)
    assert {path for path in data.rglob("*") if "editions" not in path.parts} == before
    assert checker.errors == []


def test_a_row_of_the_targets_leads_to_the_words_of_the_report(visitor: Callable[..., Visitor]) -> None:
    reader = visitor()
    page = reader.open("targets?region=990000")
    page.get_by_test_id("stDataFrame").first.scroll_into_view_if_needed()
    reader.settle()
    table = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert table is not None
    page.mouse.click(table["x"] + 17, table["y"] + 35 + 35 * 5 + 17)
    page.get_by_text("在报告中查看").wait_for(timeout=PATIENCE)
    page.get_by_text("在报告中查看").click()
    page.locator(".report-text .chosen").wait_for(timeout=PATIENCE)
    assert "1200" in str(page.locator(".report-text .chosen").text_content())
    assert reader.errors == []
