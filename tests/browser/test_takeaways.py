"""What is taken to a meeting: the brief in Word with its drawings, provinces in Excel, and a link that is opened later."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from playwright.sync_api import Download, Page

from tests.browser.conftest import PATIENCE, Visitor
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.template import COLOURS
from yearbook.documents.office.converter import find_soffice

HUNAN, PER_CAPITA = "430000", "energy.per_capita_use"
VALUES = "[data-testid=stMetricValue]"
TABLE_CELLS = "[data-testid=stDataFrame] canvas td"
DRAWN = """() => [...document.querySelectorAll('.js-plotly-plot')].map(plot => plot.calcdata.map(points =>
    [points[0].trace.marker?.color, points.map(point => [point.x, point.y])]))"""


def print_office(file: Path) -> str:
    """All words of a document as LibreOffice prints it, without spaces."""
    soffice = find_soffice()
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    command = [soffice, f"-env:UserInstallation={(file.parent / 'office').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(file.parent), str(file)], check=True, capture_output=True, timeout=240)
    with pypdfium2.PdfDocument(file.with_suffix(".pdf")) as printed:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in printed)


def follow_link(guest: Visitor, page: Page, label: str, name: str, region: str, language: Language) -> None:
    """To a page by the sidebar; on a phone by its address, as the drawer is looked at elsewhere."""
    if (page.viewport_size or {})["width"] < 600:
        guest.open(f"{name}?region={region}&lang={language}")
        return
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=label).click()
    page.wait_for_url(f"**/{name}?**")
    guest.settle()


@pytest.mark.parametrize(("language", "width", "dark"), [("zh", 1440, False), ("en", 390, True)])
def test_hunan_goes_from_her_vehicles_to_a_brief_in_word(
    visitor: Callable[..., Visitor], tmp_path: Path, language: Language, width: int, dark: bool
) -> None:
    guest = visitor(width, dark, accept_downloads=True)
    page = guest.open(f"vehicles?region={HUNAN}&lang={language}")
    vehicles = page.locator(VALUES).first.inner_text()
    follow_link(guest, page, translate("pages.profile", language), "profile", HUNAN, language)
    shown = page.locator(VALUES).all_inner_texts()
    assert vehicles in shown
    name = page.locator("[data-testid=stMain] h3").first.inner_text()
    downloads: list[Download] = []
    page.context.on("page", lambda opened: opened.on("download", lambda taken: downloads.append(taken)))
    with page.expect_popup() as opened:
        page.get_by_role("link", name=translate("profile.brief_button_docx", language), exact=False).first.click()
    brief = opened.value
    brief.get_by_role("button", name=translate("profile.brief_word", language)).wait_for()
    for _ in range(PATIENCE // 100):
        if downloads:
            break
        brief.wait_for_timeout(100)
    assert "#" not in brief.url, "the file comes once, not with every reload"
    file = tmp_path / "brief.docx"
    downloads[0].save_as(file)
    drawings = [shape._inline.docPr.get("descr") for shape in docx.Document(str(file)).inline_shapes]
    assert drawings == brief.eval_on_selector_all("svg[data-name]", "all => all.map(one => one.ariaLabel)")
    assert drawings
    text = print_office(file)
    assert "".join(name.split()) in text
    assert [value for value in shown if "".join(value.split()) not in text] == []
    assert guest.errors == []


def test_energy_per_head_goes_from_the_search_to_a_workbook_of_the_provinces(
    visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    guest = visitor(accept_downloads=True)
    page = guest.open("explore?level=province&level=national")
    metric = page.get_by_role("combobox", name="指标").first
    metric.click()
    metric.fill("人均综合能耗")
    page.get_by_role("option", name="人均综合能耗", exact=True).first.click()
    page.wait_for_url(f"**metric={PER_CAPITA}**")
    page.keyboard.press("Escape")  # the list stays open for another choice
    guest.settle()
    page.get_by_role("tab", name=translate("interface.pivot_agency_year", "zh")).click()
    guest.settle()
    told = [cell for cell in page.locator(TABLE_CELLS).all_inner_texts() if re.fullmatch(r"\d[\d,.]*", cell)]
    assert "湖南全省" in page.locator(TABLE_CELLS).all_inner_texts()
    with page.expect_download(timeout=PATIENCE) as waiting:
        page.get_by_role("link", name="Excel ·").click()
    file = tmp_path / "provinces.xlsx"
    waiting.value.save_as(file)
    book: Any = openpyxl.load_workbook(file)
    pivot, long = book.worksheets[:2]
    assert [pivot.title, long.title] == [translate(f"snapshot.sheet_{name}", "zh") for name in ("pivot", "data")]
    heads = [cell.value for cell in pivot[3]]
    assert heads[:3] == [translate(f"snapshot.pivot_{name}", "zh") for name in ("metric", "unit", "subject")]
    numbers = {f"{cell.value:g}" for row in pivot.iter_rows(min_row=4) for cell in row if isinstance(cell.value, int | float)}
    assert {value.replace(",", "") for value in told} <= numbers
    assert told
    assert (pivot.page_setup.orientation, pivot.page_setup.paperSize) == ("landscape", 9)
    assert pivot.print_title_rows == "$3:$3"
    assert sum(len(sheet._charts) for sheet in book.worksheets) > 0
    assert long.max_row - 1 >= len(told)
    text = print_office(file)
    assert "人均综合能耗" in text
    assert [value for value in told if value.replace(",", "") not in text.replace(",", "")] == []
    assert guest.errors == []


@pytest.mark.parametrize(("language", "width", "dark", "region"), [("zh", 1440, False, "湖南省"), ("en", 390, True, "Hunan")])
def test_a_link_opened_later_elsewhere_shows_the_same_figures_and_highlight(
    visitor: Callable[..., Visitor], language: Language, width: int, dark: bool, region: str
) -> None:
    guest = visitor(width, dark)
    page = guest.open(f"comparison?metric=vehicles.new_energy_acquired_share&region={HUNAN}&lang={language}")
    page.get_by_role("button", name=translate("share.button", language)).click()
    link = page.locator("[data-testid='stPopoverBody'] code").first.inner_text()
    drawn = page.evaluate(DRAWN)
    boxes = [box.input_value() for box in page.get_by_role("combobox").all()]
    assert drawn
    later = visitor(390 if width > 600 else 1440, not dark)
    later.page.goto(link)
    later.settle()
    assert json.dumps(later.page.evaluate(DRAWN)) == json.dumps(drawn)
    assert COLOURS[0] in json.dumps(drawn)
    assert [box.input_value() for box in later.page.get_by_role("combobox").all()] == boxes
    assert region in boxes
    assert guest.errors == later.errors == []
