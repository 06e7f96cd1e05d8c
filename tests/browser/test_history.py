"""Back and Forward: one step for each thing that the reader did, and no page's address with another page's parameters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE, Visitor

HUNAN = "430000"


def choose(guest: Visitor, label: str, name: str) -> None:
    box = guest.page.get_by_role("combobox", name=label).first
    box.click()
    box.fill(name)
    guest.page.get_by_role("option", name=name).first.click()


def open_from_sidebar(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()


def expect_view(page: Page, title: str, region: str, verified: bool) -> None:
    """Wait until the page shows what its address says: the run that Back or Forward asks for begins some time after it."""
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=PATIENCE)
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar.get_by_role("combobox", name="地区")).to_have_value(region, timeout=PATIENCE)
    switch = page.get_by_role("checkbox", name="只看已核实").or_(page.get_by_role("switch")).first
    expect(switch).to_be_checked(checked=verified, timeout=PATIENCE)


def test_back_undoes_one_choice_after_the_other_and_forward_makes_them_again(visitor: Callable[..., Visitor]) -> None:
    guest = visitor()
    page = guest.open("vehicles")
    steps = [page.url]
    choose(guest, "地区", "湖南省")
    page.wait_for_url(f"**region={HUNAN}**")
    guest.settle()
    steps.append(page.url)
    open_from_sidebar(page, "节能降碳")
    page.wait_for_url(f"**/energy?**region={HUNAN}**")
    guest.settle()
    steps.append(page.url)
    page.get_by_text("只看已核实").click()  # bound to its parameter by Streamlit itself
    page.wait_for_url("**verified=true**")
    guest.settle()
    steps.append(page.url)
    views = [
        ("公务用车", "全国", False),
        ("公务用车", "湖南省", False),
        ("节能降碳", "湖南省", False),
        ("节能降碳", "湖南省", True),
    ]
    for move, places in ((page.go_back, (2, 1, 0)), (page.go_forward, (1, 2, 3))):
        for place in places:
            move()
            page.wait_for_url(steps[place])
            expect_view(page, *views[place])
            guest.settle()
            assert page.url == steps[place]
    assert guest.errors == []


def test_back_undoes_the_filters_of_a_table_one_by_one(visitor: Callable[..., Visitor]) -> None:
    guest = visitor()
    page = guest.open("explore")
    choose(guest, "主题", "节能降碳")
    page.wait_for_url("**topic=energy**")
    guest.settle()
    search = page.get_by_test_id("stMain").get_by_label("搜索").first
    search.fill("用电")
    search.press("Enter")
    page.wait_for_url("**text=**")
    guest.settle()
    page.go_back()
    page.wait_for_url("**/explore?topic=energy")
    expect(search).to_have_value("", timeout=PATIENCE)
    guest.settle()
    page.go_back()
    page.wait_for_url("**/explore")
    chosen = page.get_by_test_id("stMain").get_by_text("节能降碳", exact=True)
    expect(chosen).to_have_count(0, timeout=PATIENCE)


@pytest.mark.parametrize("wait", [100, 200, 400, 700])
def test_who_goes_back_while_a_page_is_worked_out_finds_the_address_before(visitor: Callable[..., Visitor], wait: int) -> None:
    guest = visitor()
    page = guest.open(f"vehicles?region={HUNAN}")
    before = page.url
    open_from_sidebar(page, "跨机构对比")
    page.wait_for_url("**/comparison**")
    page.wait_for_timeout(wait)  # its script writes its parameters meanwhile
    page.go_back()
    page.wait_for_timeout(1000)
    guest.settle()
    assert page.url == before
    page.get_by_role("heading", name="公务用车").wait_for()
