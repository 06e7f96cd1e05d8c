"""The walkthroughs work as they are written: the README's metric, CONTRIBUTING's page."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from yearbook.catalogue.files import PROJECT
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.questions import read_question
from yearbook.warehouse.warehouse import Warehouse

READMES = ["README.md", "README.zh-CN.md"]
METRIC = "energy.water_dispensers"
REPORT = "全市公共机构年末在用直饮水机36台，新建充电桩12个。"


def _entry(readme: str) -> str:
    return re.findall(r"```yaml\n(.*?)```", (PROJECT / readme).read_text(encoding="utf-8"), re.DOTALL)[0]


@pytest.fixture
def without(tmp_path: Path) -> Path:
    """A data folder whose catalogue lacks the README's metric."""
    shutil.copytree(PROJECT / "data" / "catalogue", tmp_path / "catalogue")
    topic = tmp_path / "catalogue" / "metrics" / "energy.yaml"
    entries = re.split(r"^(?=- id: )", topic.read_text(encoding="utf-8"), flags=re.MULTILINE)
    topic.write_text("".join(entry for entry in entries if not entry.startswith(f"- id: {METRIC}\n")), encoding="utf-8")
    return tmp_path


@pytest.fixture(params=READMES)
def taught(request: pytest.FixtureRequest, without: Path) -> Path:
    """The same with the README's metric pasted at the end of its topic's file."""
    topic = without / "catalogue" / "metrics" / "energy.yaml"
    topic.write_text(topic.read_text(encoding="utf-8").rstrip() + "\n\n" + _entry(request.param), encoding="utf-8")
    return without


def _run(data: Path, *arguments: str, given: str = "") -> list[dict[str, str]]:
    done = subprocess.run(
        [sys.executable, "-m", "yearbook", *arguments],
        input=given,
        cwd=PROJECT,
        env={**os.environ, "YEARBOOK_DATA": str(data)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _extract(data: Path) -> dict[str, dict[str, str]]:
    case = json.dumps({"id": "a", "text": REPORT, "year": 2023}, ensure_ascii=False)
    return {mention["value"]: mention for mention in _run(data, "extract", "--jsonl", "-", given=case)}


def test_a_metric_is_taught_without_code(taught: Path) -> None:
    found = _extract(taught)
    assert (found["36"]["metric"], found["36"]["unit"]) == (METRIC, "set")
    assert found["12"]["metric"] == "energy.charging_piles_built"


def test_the_example_claims_a_figure_of_the_samples(taught: Path) -> None:
    mentions = _run(taught, "extract", str(PROJECT / "data" / "samples"))
    assert [mention["text"] for mention in mentions if mention["metric"] == METRIC] == ["42台"]


def test_what_no_metric_claims_is_a_quantity(without: Path) -> None:
    found = _extract(without)
    assert (found["36"]["role"], found["36"]["metric"]) == ("quantity", None)


def test_both_readmes_teach_the_same_metric() -> None:
    without_comments = [re.sub(r" *#.*", "", _entry(name)) for name in READMES]
    assert without_comments[0] == without_comments[1]
    assert f"- id: {METRIC}\n" in without_comments[0]


def test_the_page_of_the_walkthrough_asks_what_it_draws(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [sql, script] = [textwrap.dedent(block) for block in re.findall(r"```(?:sql|python)\n(.*?)```", text, re.DOTALL)]
    shutil.copytree(PROJECT / "queries" / "pages", tmp_path, dirs_exist_ok=True)
    (tmp_path / "busiest_agencies.sql").write_text(sql, encoding="utf-8")
    monkeypatch.setattr("yearbook.warehouse.warehouse.read_question", lambda _, name: read_question(tmp_path, name))
    [asked] = re.findall(r"view\.ask\(\"(\w+)\"", script)
    busiest = warehouse.ask(asked, **Filters().parameters())
    assert 1 < len(busiest) <= 20
    assert {"agency_zh", "agency_en", "figures"} <= set(busiest.columns)
