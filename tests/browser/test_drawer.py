"""On a phone: the drawer closes after a choice, covers nothing on the next page, and the region comes back at the next visit."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.conftest import Visitor

IS_CLOSED = "() => document.querySelector('[data-testid=\"stSidebar\"]').dataset.collapsed === 'true'"
COVERED = """() => [...document.querySelectorAll('[data-testid="stMain"] h1, [data-testid="stMetricValue"]')].filter(one => {
    one.scrollIntoView({block: 'center'});
    const box = one.getBoundingClientRect();
    return !one.contains(document.elementFromPoint(box.left + 4, box.top + box.height / 2)); }).length"""


def open_drawer(page: Page) -> None:
    page.get_by_test_id("stExpandSidebarButton").click()
    page.wait_for_function(f"() => !({IS_CLOSED})()")


def test_a_choice_closes_the_drawer_and_is_remembered(visitor: Callable[..., Visitor]) -> None:
    guest = visitor(width=390)
    page = guest.open("energy")
    open_drawer(page)
    page.get_by_role("combobox", name="地区").click()
    page.keyboard.type("湖南")
    page.keyboard.press("Enter")
    page.wait_for_url("**region=430000**")
    guest.settle()
    page.wait_for_function(IS_CLOSED)
    open_drawer(page)  # a browser keeps it open for the next page
    page = guest.open("overview")
    page.wait_for_function(IS_CLOSED)
    assert "region=430000" in page.url
    assert page.evaluate(COVERED) == 0
    page = guest.open("vehicles?section=auctions")  # a link shows to everybody the same
    assert "region=" not in page.url
    assert guest.errors == []
