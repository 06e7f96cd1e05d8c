"""What the README says of adding a metric is so."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from yearbook.catalogue.files import PROJECT

READMES = ["README.md", "README.zh-CN.md"]
REPORT = "全市公共机构年末在用空气源热泵36台，新建充电桩12个。"


def _entry(readme: str) -> str:
    return re.findall(r"```yaml\n(.*?)```", (PROJECT / readme).read_text(encoding="utf-8"), re.DOTALL)[0]


@pytest.fixture(params=READMES)
def taught(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A data folder whose catalogue has the README's metric besides."""
    shutil.copytree(PROJECT / "data" / "catalogue", tmp_path / "catalogue")
    topic = tmp_path / "catalogue" / "metrics" / "energy.yaml"
    topic.write_text(topic.read_text(encoding="utf-8").rstrip() + "\n\n" + _entry(request.param), encoding="utf-8")
    return tmp_path


def _extract(data: Path) -> list[dict[str, str]]:
    case = json.dumps({"id": "a", "text": REPORT, "year": 2023}, ensure_ascii=False)
    done = subprocess.run(
        [sys.executable, "-m", "yearbook", "extract", "--jsonl", "-"],
        input=case,
        cwd=PROJECT,
        env={**os.environ, "YEARBOOK_DATA": str(data)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_metric_is_taught_without_code(taught: Path) -> None:
    found = {mention["value"]: mention for mention in _extract(taught)}
    assert found["36"]["metric"] == "energy.heat_pumps"
    assert found["36"]["unit"] == "set"
    assert found["12"]["metric"] == "energy.charging_piles_built"


def test_what_no_metric_claims_is_a_quantity(tmp_path: Path) -> None:
    found = {mention["value"]: mention for mention in _extract(tmp_path)}
    assert (found["36"]["role"], found["36"]["metric"]) == ("quantity", None)


def test_both_readmes_teach_the_same_metric() -> None:
    without_comments = [re.sub(r" *#.*", "", _entry(name)) for name in READMES]
    assert without_comments[0] == without_comments[1]
