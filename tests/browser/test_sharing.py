"""What an analyst takes away leads back: a file by its manifest, a citation by its link, though the data has moved on."""

from __future__ import annotations

import json
import shutil
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Visitor, serve_site
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.build import build_edition

HUNAN = "430000"


def test_an_analysts_manifest_gives_the_same_bytes_by_address(visitor: Callable[..., Visitor], tmp_path: Path) -> None:
    guest = visitor(accept_downloads=True)
    page = guest.open(f"explore?region={HUNAN}&topic=energy")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="数据包 ·").click()
    file = tmp_path / "taken.zip"
    waiting.value.save_as(file)
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    told = manifest["files"]["data.csv"]
    assert manifest["counts"]["rows"] > 0
    assert sha256(fetch(guest.site + told["address"])).hexdigest() == told["sha256"]
    assert fetch(guest.site + manifest["address"]) == file.read_bytes()


def test_the_documentation_of_the_addresses_needs_nothing_from_elsewhere(visitor: Callable[..., Visitor]) -> None:
    guest = visitor(width=390)
    page = guest.page
    page.goto(f"{guest.site}/api?lang=en")
    page.get_by_role("heading", name="Addresses for programs").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="/metrics.json").first.click()
    assert json.loads(page.inner_text("body"))["list"] == "metrics"
    assert guest.elsewhere == []


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[tuple[str, Home]]:
    """A server with one edition, and its data folder."""
    build_edition(Home(tmp_path))
    with serve_site(tmp_path) as address:
        yield address, Home(tmp_path)


def test_a_cited_link_shows_the_same_figures_after_three_newer_editions(browser: Browser, own_site: tuple[str, Home]) -> None:
    site, home = own_site
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    guest = Visitor(context, site)
    page = guest.open(f"explore?region={HUNAN}&topic=energy")
    then = sentence_of(page)
    page.get_by_role("button", name="分享与引用").click()
    link = page.locator("[data-testid='stPopoverBody'] code").first.inner_text()
    assert "edition=1" in link
    shutil.copytree(PROJECT / "data" / "record", home.root / "record")
    figures = home.root / "record" / "figures.csv"
    for _ in range(3):
        heading, *rows = figures.read_text(encoding="utf-8").splitlines()
        figures.write_text("\n".join([heading, *rows[::2]]) + "\n", encoding="utf-8")
        build_edition(home)
    later = Visitor(browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN"), site)
    later.page.goto(link)
    later.settle()
    assert sentence_of(later.page) == then
    later.page.get_by_text("当前查看第 1 版").wait_for()
    later.page.get_by_role("button", name="看第 4 版").click()
    later.page.get_by_text("当前查看第 1 版").wait_for(state="hidden")
    later.settle()
    assert sentence_of(later.page) != then
    assert "edition=" not in later.page.url
    assert f"region={HUNAN}" in later.page.url
    assert guest.errors == later.errors == []
    context.close()
    later.page.context.close()


def sentence_of(page: Page) -> str:
    """What Explore says of its filters and of how many figures they leave."""
    return page.locator("[data-testid='stMarkdownContainer']", has_text="共").last.inner_text()


def fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return bytes(answer.read())


def test_a_chart_is_saved_as_svg_with_source_and_edition_inside(visitor: Callable[..., Visitor], tmp_path: Path) -> None:
    guest = visitor(accept_downloads=True)
    page = guest.open("comparison?metric=vehicles.new_energy_acquired_share")
    page.get_by_role("button", name="分享与引用").click()
    page.get_by_text("SVG", exact=True).click()
    guest.settle()
    page.keyboard.press("Escape")
    page.locator(".js-plotly-plot").first.hover()
    with page.expect_download() as waiting:
        page.locator(".js-plotly-plot .modebar-btn").first.click()
    file = tmp_path / "chart.svg"
    waiting.value.save_as(file)
    assert waiting.value.suggested_filename.endswith("_第1版.svg")
    assert "来源：公开资料与已入库报告 · 第1版" in file.read_text(encoding="utf-8")
