"""No stray word of the other language on any page: what is seen, and what is heard (aria-label, title, placeholder, alt)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor
from tests.browser.test_site import PAGES, SAMPLE_REGION
from yearbook.documents.formats import list_formats

SAID = """() => {
    const shown = e => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden';
    const names = ['aria-label', 'title', 'placeholder', 'alt', 'aria-roledescription'];
    const quoted = 'script, style, code, textarea, [translate="no"], [data-testid="stHtml"], [role="grid"]';
    const said = [];
    for (const e of document.body.querySelectorAll('*')) {
        if (!shown(e) || e.closest(quoted)) continue;
        for (const name of names) if (e.getAttribute(name)) said.push(e.getAttribute(name));
        for (const node of e.childNodes) if (node.nodeType === Node.TEXT_NODE && node.data.trim()) said.push(node.data.trim());
    }
    return [...new Set(said)];
}"""
LATIN = re.compile(r"[A-Za-z]{2,}")
ALLOWED = re.compile(  # names that Chinese has no other word for: formats, programs, keys, units, the samples' files
    rf"\b(?:{list_formats('|').replace(' ', '|')}|EML|PPTX|Word|robots|txt|English|JSON|ZIP|PNG|SVG|UTF|BOM|Parquet|DuckDB|SQL"
    r"|SELECT|API|pandas|YAML|MB|GB|Ctrl|Enter|https?)\b|\d*[MK]B\b|[a-z]+-20\d\d\.\w+"
)


def find_stray(page: Page, foreign: re.Pattern[str]) -> list[str]:
    return [words[:80] for words in page.evaluate(SAID) if foreign.search(ALLOWED.sub("", words))]


@pytest.mark.parametrize("place", PAGES)
def test_a_chinese_page_says_nothing_in_english(visitor: Callable[..., Visitor], place: str) -> None:
    assert find_stray(visitor().open(f"{place}?{SAMPLE_REGION}"), LATIN) == []


def test_what_opens_on_a_chinese_page_says_nothing_in_english(visitor: Callable[..., Visitor]) -> None:
    page = visitor().open(f"explore?{SAMPLE_REGION}")
    page.locator('[data-testid="stMainMenu"] button').first.click()
    page.get_by_text("跟随系统").wait_for()
    assert find_stray(page, LATIN) == []
    page.keyboard.press("Escape")
    page.locator('[data-testid="stMain"] [data-testid="stMultiSelect"] input').first.click()
    page.keyboard.type("没有这样的地区")
    page.get_by_text("没有匹配项").wait_for()
    assert find_stray(page, LATIN) == []


@pytest.mark.parametrize("place", ["", "import", "dictionary"])
def test_an_english_page_says_nothing_in_chinese_of_its_own(visitor: Callable[..., Visitor], place: str) -> None:
    page = visitor().open(f"{place}?lang=en&region=430000")
    assert not {"说明", "展开", "主菜单", "侧栏", "页面", "选择文件"} & set(page.evaluate(SAID))
    assert page.get_by_role("button", name="Main menu").count() == 1


def test_from_chinese_to_english_the_words_of_streamlit_come_back(visitor: Callable[..., Visitor]) -> None:
    page = visitor().open("dictionary")
    assert page.get_by_role("button", name="主菜单").count() == 1
    page.get_by_role("radio", name="English").or_(page.get_by_text("English", exact=True)).first.click()
    page.get_by_role("button", name="Main menu").wait_for()
