"""A question typed into the search box: answered, chosen by keys alone, opened, and left again by Back."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE, Visitor

ASKED = "湖南 2020 取消公务用车"


def test_a_question_is_answered_and_its_page_opened_by_keys_alone(visitor: Callable[..., Visitor]) -> None:
    page = visitor().open("comparison")
    expect(page).to_have_url(re.compile(r"metric=.*year="), timeout=PATIENCE)  # the page has written its choices
    before = page.url
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog")
    box = dialog.get_by_role("searchbox").or_(dialog.get_by_role("textbox")).first
    expect(box).to_be_focused(timeout=PATIENCE)
    page.keyboard.type(ASKED)
    expect(dialog.locator(f"[data-typed='{ASKED}']")).to_have_count(1, timeout=PATIENCE)  # of all that was typed
    links = dialog.get_by_role("link")
    expect(dialog.get_by_text("3.1万余辆")).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused(timeout=PATIENCE)
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused(timeout=PATIENCE)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"(?=.*region=430000)(?=.*metric=vehicles\.withdrawn)"), timeout=PATIENCE)
    expect(dialog).to_be_hidden(timeout=PATIENCE)
    page.go_back()
    expect(page).to_have_url(before, timeout=PATIENCE)
