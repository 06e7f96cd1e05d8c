"""What people come for, from the first click to the last."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.browser.conftest import Visitor

HUNAN, CANGLAN = "430000", "990000"


def test_a_leader_finds_where_a_figure_comes_from(visitor: Callable[..., Visitor]) -> None:
    guest = visitor()
    page = guest.open()
    page.get_by_role("button", name="数据依据").first.click()
    panel = page.get_by_role("dialog")
    panel.get_by_text("来源", exact=True).wait_for()
    assert panel.locator(".evidence-words mark").inner_text() != ""
    assert guest.errors == []


def test_a_leader_clicks_a_point_twice_and_sees_its_evidence_twice(visitor: Callable[..., Visitor]) -> None:
    guest = visitor()
    page = guest.open("comparison?metric=vehicles.new_energy_acquired_share")
    for _ in range(2):
        point = page.locator(".scatterlayer .point").nth(1)
        point.wait_for()
        point.click(force=True)
        page.get_by_role("dialog").get_by_text("数据依据").wait_for()
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="hidden")
        guest.settle()


def test_a_steward_goes_from_a_point_to_the_words_of_the_report(visitor: Callable[..., Visitor]) -> None:
    guest = visitor()
    page = guest.open(f"year_on_year?region={CANGLAN}")
    point = page.locator(".scatterlayer .point").last
    point.wait_for()
    point.click(force=True)
    page.get_by_role("dialog").get_by_text("到报告原文查看").click()
    chosen = page.locator(".report-text a.chosen")
    chosen.wait_for()
    page.wait_for_function(
        "() => { const at = document.querySelector('.report-text a.chosen').getBoundingClientRect();"
        " return at.top > 0 && at.bottom < innerHeight; }"
    )
    assert "report=" in page.url
    assert guest.errors == []


def test_a_steward_clicks_a_number_and_reads_what_it_was_taken_for(visitor: Callable[..., Visitor]) -> None:
    page = visitor().open("reports")
    number = page.locator(".report-text a.role-metric").nth(3)
    words = number.inner_text()
    number.click()
    page.locator(".report-text a.chosen").wait_for()
    assert page.locator(".evidence-words mark").inner_text().replace(" ", "") == words.replace(" ", "").replace("\n", "")


def test_an_analyst_takes_a_province_away_as_csv(visitor: Callable[..., Visitor], tmp_path: Path) -> None:
    page = visitor(accept_downloads=True).open(f"explore?region={HUNAN}")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV ·").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert "湖南" in file.name
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) > 40


def test_an_analyst_changes_the_language_and_keeps_the_view(visitor: Callable[..., Visitor]) -> None:
    guest = visitor()
    page = guest.open("comparison?metric=energy.per_capita_use")
    page.get_by_text("只看已核实").click()
    page.wait_for_url("**verified=true**")
    page.get_by_role("radio", name="English").or_(page.get_by_text("English", exact=True)).first.click()
    page.get_by_role("heading", name="Comparison").wait_for()
    guest.settle()
    page.wait_for_url(re.compile("(?=.*metric=energy.per_capita_use)(?=.*verified=true)"))
    page.get_by_role("link", name="Energy").click()
    page.get_by_role("heading", name="Energy", exact=True).wait_for()
    page.wait_for_url("**lang=en**")
    assert "verified=true" in page.url


def test_a_leader_opens_her_province_and_its_profile(visitor: Callable[..., Visitor]) -> None:
    guest = visitor()
    page = guest.open()
    region = page.get_by_role("combobox", name="地区")
    region.click()
    region.fill("湖南")
    page.get_by_role("option", name="湖南省").click()
    page.wait_for_url(f"**region={HUNAN}**")
    page.get_by_text("湖南省主要数据").wait_for()
    page.get_by_role("link", name="机构画像").click()
    page.get_by_role("heading", name="湖南省机关事务管理局", exact=True).wait_for()
    page.get_by_role("button", name="数据简报").wait_for()
    assert guest.errors == []


def test_an_analyst_finds_a_metric_and_compares_a_year_with_baselines_apart(visitor: Callable[..., Visitor]) -> None:
    guest = visitor()
    page = guest.open("comparison")
    page.keyboard.press("Control+k")
    typed = page.locator('[role="dialog"] input')
    typed.fill("rjzhnh")  # 人均综合能耗增减率 by first letters too
    page.locator('[role="dialog"]').get_by_role("link", name="人均综合能耗增减率").first.click()
    page.wait_for_url("**metric=energy.per_capita_use_change**")
    guest.settle()
    page.get_by_text("对比基期不同", exact=False).first.wait_for()
    assert guest.errors == []
