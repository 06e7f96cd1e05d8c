"""A steward's round: bring reports in, settle doubts, teach, publish; take it back; read everything again."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Visitor, serve_site
from yearbook.catalogue.files import PROJECT, Home
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import open_warehouse

ZHIAN = "990100"
CORRECTED, REJECTED = "energy.per_capita_use", "energy.per_area_use"
CHART = f"year_on_year?region={ZHIAN}&metric={CORRECTED}"
DRAWN = """() => document.querySelector('.js-plotly-plot').calcdata
    .flatMap(points => points.map(point => point.y)).filter(value => Number.isFinite(value))"""
DOUBTED = "comparison?metric=vehicles.new_energy_acquired_share&year=2024"
FIND_POINT = """wanted => {
    for (const point of document.querySelectorAll('.scatterlayer .trace .point')) {
        const {i, trace} = {i: point.__data__.i, trace: point.closest('.trace').__data__[0].trace};
        const fact = trace.customdata && trace.customdata[i] ? trace.customdata[i][0] : null;
        if (!wanted.includes(fact)) continue;
        point.scrollIntoView({block: 'center'});
        const box = point.getBoundingClientRect();
        const symbol = Array.isArray(trace.marker.symbol) ? trace.marker.symbol[i] : trace.marker.symbol;
        return [fact, box.x + box.width / 2, box.y + box.height / 2, String(symbol).includes('open')];
    }
    return null;
}"""  # of the facts wanted, the first that is drawn: its id, where it stands, whether it is hollow
BETWEEN_DECISIONS = 500  # ms: quicker ones are taken for a key held down


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An installation with a catalogue of its own, which may be taught."""
    shutil.copytree(PROJECT / "data" / "catalogue", tmp_path / "catalogue")
    return Home(tmp_path)


@pytest.fixture
def steward(home: Home, browser: Browser) -> Iterator[Visitor]:
    with serve_site(home.root, "--steward") as address:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        yield Visitor(context, address)
        context.close()


def test_a_steward_imports_corrects_rejects_teaches_publishes_and_takes_it_back(home: Home, steward: Visitor) -> None:
    _import_samples(steward, "zhian-2021", "zhian-2022", "zhian-2023")
    before = _line(steward)
    assert len(before) == 3
    facts = _facts(home)
    unclaimed = _unclaimed(home)

    _correct(steward, _fact_of(facts, CORRECTED), "199.9")
    steward.page.wait_for_timeout(BETWEEN_DECISIONS)
    _reject(steward, _fact_of(facts, REJECTED))
    _teach(steward, *unclaimed)
    after = _line(steward)
    assert after == [*before[:2], 199.9]
    assert _says(home, 2023)[CORRECTED] == 199.9
    assert REJECTED not in _says(home, 2023)
    assert unclaimed not in [place[:2] for place in _unclaimed_places(home)]

    _run(home, "editions", "rollback", "2")
    assert _line(steward) == before
    _run(home, "editions", "rollback", "3")
    assert _line(steward) == after

    _unlearn(home, CORRECTED)
    _run(home, "build")
    again = _says(home, 2023)
    assert again[CORRECTED] == 199.9, "the decision outlasts a catalogue that would no longer read the figure"
    assert REJECTED not in again
    assert CORRECTED not in _says(home, 2022), "what nobody decided follows the catalogue"
    assert steward.errors == []


def test_a_steward_follows_a_doubtful_point_to_its_words_and_settles_it(home: Home, steward: Visitor) -> None:
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts().set_index("fact_id")
    page = steward.open(DOUBTED)
    fact_id, across, down, hollow = page.evaluate(FIND_POINT, list(facts.index[facts["status"] == "unverified"]))
    assert hollow, "what is to be verified is drawn hollow"
    page.mouse.click(across, down)
    panel = page.get_by_role("dialog")
    panel.get_by_text("待核实").first.wait_for()
    assert facts.loc[fact_id, "value_as_written"] in panel.locator(".evidence-words").first.inner_text()
    panel.get_by_text("审核这个数字").click()
    page.get_by_role("button", name="填写来源，核实…").click()
    _fill(page, "来源标题", "原文公报")
    _fill(page, "地址（http 或 https）", "https://example.org/bulletin")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("1项审核结果待发布").wait_for()
    page.get_by_role("button", name="发布新版本").click()
    page.get_by_text("第2版已发布").wait_for()
    with open_warehouse(home) as warehouse:
        assert warehouse.facts().set_index("fact_id").loc[fact_id, ["status", "source_title"]].tolist() == [
            "verified",
            "原文公报",
        ]
    page = steward.open(DOUBTED)
    assert page.evaluate(FIND_POINT, [fact_id])[3] is False, "the point is filled now"
    assert steward.errors == []


def _import_samples(steward: Visitor, *names: str) -> None:
    page = steward.open("import")
    samples = page.get_by_role("combobox", name="或使用示例试用")
    samples.click()
    for name in names:
        samples.fill(name)
        page.get_by_role("option", name=re.compile(name)).click()
        steward.settle()
        samples.click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="读取示例").click()
    page.get_by_text(f"将发布 {len(names)} 份报告").wait_for()
    page.get_by_role("button", name="发布为新版本").click()
    page.get_by_text("第 2 版已发布").wait_for()


def _correct(steward: Visitor, fact_id: str, value: str) -> None:
    page = steward.open(f"review?item={fact_id}")
    page.get_by_role("button", name="更正").click()
    field = page.get_by_label("数值")
    field.fill(value)
    page.get_by_role("button", name="保存").click()
    page.get_by_text("1项审核结果待发布").wait_for()


def _reject(steward: Visitor, fact_id: str) -> None:
    page = steward.open(f"review?item={fact_id}")
    page.get_by_role("button", name="不属于这个指标").click()
    page.get_by_text("2项审核结果待发布").wait_for()


def _teach(steward: Visitor, report_id: str, ordinal: int) -> None:
    """A new metric out of an unclaimed quantity; publishing it publishes the decisions too."""
    page = steward.open(f"teach?report={report_id}&mention={ordinal}")
    page.get_by_text("新建指标", exact=True).click()
    steward.settle()
    _fill(page, "中文名称", "示例新指标")
    _fill(page, "英文名称", "Sample metric")
    _fill(page, "中文定义", "示例：期内数量。")
    _fill(page, "英文定义", "Sample: a count in the period.")
    steward.settle()
    page.get_by_role("button", name=re.compile("保存到指标目录")).click()
    page.get_by_role("button", name="重新识别并发布新版本").click()
    page.get_by_text("已发布第3版").wait_for()


def _fill(page: Page, label: str, words: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(words)
    field.press("Enter")


def _line(steward: Visitor) -> list[float]:
    """The values of the chart, as the browser has drawn them."""
    page = steward.open(CHART)
    page.wait_for_selector(".js-plotly-plot .main-svg")
    values: list[float] = page.evaluate(DRAWN)
    return values


def _facts(home: Home) -> Any:
    with open_warehouse(home) as warehouse:
        return warehouse.facts(Filters(regions=(ZHIAN,)))


def _fact_of(facts: Any, metric: str) -> str:
    return str(facts[(facts["metric_id"] == metric) & (facts["year"] == 2023)]["fact_id"].iloc[0])


def _says(home: Home, year: int) -> dict[str, float]:
    facts = _facts(home)
    return dict(facts[facts["year"] == year].groupby("metric_id")["value"].last())


def _unclaimed_places(home: Home) -> list[tuple[str, int, str]]:
    """Report, number and unit of every quantity that no metric claims."""
    with open_warehouse(home) as warehouse:
        reports = warehouse.ask("reports")["report_id"]
        rows = [row for report in reports for row in warehouse.ask("mentions", report_id=report).to_dict("records")]
    return [(row["report_id"], row["ordinal"], row["unit_as_written"]) for row in rows if row["role"] == "quantity"]


def _unclaimed(home: Home) -> tuple[str, int]:
    """A quantity that a new metric can claim: one that counts people."""
    report, ordinal, _ = next(place for place in _unclaimed_places(home) if place[2] == "万人次")
    return report, ordinal


def _unlearn(home: Home, metric: str) -> None:
    """Take the wordings of a metric out of the catalogue, so that the extractor reads it no more."""
    file = home.catalogue / "metrics" / "energy.yaml"
    text = file.read_text(encoding="utf-8")
    start = text.index(f"- id: {metric}\n")
    wordings = text.index("  wordings:", start)
    end = re.compile(r"\n  [a-z]|\n\n").search(text, wordings + 3)
    assert end is not None
    file.write_text(text[:wordings] + "  wordings: [没有报告这样写]" + text[end.start() :], encoding="utf-8")


def _run(home: Home, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "yearbook", *arguments],
        cwd=PROJECT,
        env=os.environ | {"YEARBOOK_DATA": str(home.root)},
        check=True,
        capture_output=True,
    )
